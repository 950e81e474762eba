import { Router } from 'express';
import { z } from 'zod';
import type { Models, Video } from '../models.js';
import type { RouteContext } from '../route-context.js';
import { termsOf } from '../search.js';
import { bearer } from './authentication.js';
import { discardUpload, receiveUpload } from './upload.js';
import { ClientError, objectId, paging, validated } from './validation.js';

const listQuery = z.object({
  ...paging,
  sort: z.enum(['views', 'newest', 'likes']).default('views'),
  search: z.string().max(100).optional(),
});
const uploadFields = z.object({
  title: z.string().trim().min(1).max(150),
  description: z.string().trim().max(5000).default(''),
  tags: z
    .string()
    .max(200)
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
    ),
});

const orders = {
  views: { views: -1, _id: 1 },
  newest: { createdAt: -1, _id: 1 },
  likes: { likes: -1, _id: 1 },
} as const;

type Summary = Pick<Video, '_id' | 'title' | 'tags' | 'views' | 'likes' | 'durationSeconds'>;

/** A video as lists show it. */
function summary({ _id, title, tags, views, likes, durationSeconds }: Summary) {
  return { id: _id, title, tags, views, likes, durationSeconds };
}

async function details({ users, comments }: Models, video: Video) {
  const [owner, commentCount] = await Promise.all([
    users.findById(video.owner, { name: 1 }).lean(),
    comments.countDocuments({ video: video._id }),
  ]);
  const { description, mimeType, sizeBytes, createdAt } = video;
  return {
    ...summary(video),
    description,
    mimeType,
    sizeBytes,
    createdAt,
    owner: owner?.name ?? null,
    commentCount,
    stream: `/video/${video._id}`,
  };
}

/** `/api/videos`: list and search, details, upload, view, like, delete. */
export function createRouter({ database, settings }: RouteContext): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const { page, limit, sort, search } = validated(listQuery, request.query);
    const terms = termsOf(search ?? '');
    const filter = search === undefined ? {} : { terms: { $all: terms } };
    const { total, found } = await database.query('list', async ({ videos }) => {
      const [total, found] = await Promise.all([
        search === undefined ? videos.estimatedDocumentCount() : videos.countDocuments(filter),
        videos
          .find(filter, { description: 0, terms: 0, likedBy: 0 })
          .sort(orders[sort])
          .skip((page - 1) * limit)
          .limit(limit)
          .lean(),
      ]);
      return { total, found };
    });
    response.json({ page, limit, total, videos: found.map(summary) });
  });

  router.get('/:videoId', async (request, response) => {
    const id = objectId(request.params.videoId);
    const video = await database.query('video', ({ videos }) => videos.findById(id, { terms: 0, likedBy: 0 }).lean());
    if (!video) throw new ClientError(404, 'no such video');
    response.json(await database.query('video-details', (models) => details(models, video)));
  });

  router.post('/', async (request, response) => {
    const owner = bearer(request, settings.jwtSecret);
    const { file, fields } = await receiveUpload(request, response, settings);
    try {
      const { title, description, tags } = validated(uploadFields, fields);
      const video = await database.query('upload', ({ videos }) =>
        videos.create({
          title,
          description,
          tags,
          terms: termsOf(title, ...tags),
          owner,
          file: file.filename,
          mimeType: file.mimetype,
          sizeBytes: file.size,
          createdAt: new Date(),
        }),
      );
      response.status(201).json(summary(video));
    } catch (error) {
      await discardUpload(file);
      throw error;
    }
  });

  router.post('/:videoId/view', async (request, response) => {
    const id = objectId(request.params.videoId);
    const video = await database.query('view', ({ videos }) =>
      videos
        .findByIdAndUpdate(id, { $inc: { views: 1 } }, { returnDocument: 'after', projection: { views: 1 } })
        .lean(),
    );
    if (!video) throw new ClientError(404, 'no such video');
    response.json({ id, views: video.views });
  });

  router.post('/:videoId/like', async (request, response) => {
    const user = bearer(request, settings.jwtSecret);
    const id = objectId(request.params.videoId);
    const video = await database.query('like', async ({ videos }) => {
      // A second like of the same user matches nothing, and so counts nothing.
      await videos.updateOne({ _id: id, likedBy: { $ne: user } }, { $inc: { likes: 1 }, $push: { likedBy: user } });
      return videos.findById(id, { likes: 1 }).lean();
    });
    if (!video) throw new ClientError(404, 'no such video');
    response.json({ id, likes: video.likes });
  });

  router.delete('/:videoId', async (request, response) => {
    const user = bearer(request, settings.jwtSecret);
    const id = objectId(request.params.videoId);
    const video = await database.query('video', ({ videos }) => videos.findById(id).lean());
    if (!video) throw new ClientError(404, 'no such video');
    if (!video.owner.equals(user)) throw new ClientError(403, 'only its owner may delete a video');
    const others = await database.query('delete', async ({ videos, comments }) => {
      await videos.deleteOne({ _id: id });
      await comments.deleteMany({ video: id });
      return videos.countDocuments({ file: video.file });
    });
    if (others === 0) await discardUpload({ filename: video.file, destination: settings.mediaFolder });
    response.status(204).end();
  });

  return router;
}
