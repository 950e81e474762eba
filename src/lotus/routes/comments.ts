import { Router } from 'express';
import { z } from 'zod';
import type { Comment } from '../models.js';
import type { RouteContext } from '../route-context.js';
import { bearer } from './authentication.js';
import { ClientError, objectId, paging, validated } from './validation.js';

const listQuery = z.object(paging);
const newComment = z.strictObject({ text: z.string().trim().min(1).max(1000) });

function shown({ _id, authorName, text, createdAt }: Comment) {
  return { id: _id, author: authorName, text, createdAt };
}

/** `/api/videos/:videoId/comments`: list, add, delete. */
export function createRouter({ database, settings }: RouteContext): Router {
  const router = Router({ mergeParams: true });
  const videoIdOf = (params: object) => objectId((params as { videoId?: string }).videoId);

  router.get('/', async (request, response) => {
    const video = videoIdOf(request.params);
    const { page, limit } = validated(listQuery, request.query);
    const { total, found } = await database.query('comments', async ({ comments }) => {
      const [total, found] = await Promise.all([
        comments.countDocuments({ video }),
        comments
          .find({ video })
          .sort({ createdAt: -1, _id: 1 })
          .skip((page - 1) * limit)
          .limit(limit)
          .lean(),
      ]);
      return { total, found };
    });
    response.json({ page, limit, total, comments: found.map(shown) });
  });

  router.post('/', async (request, response) => {
    const author = bearer(request, settings.jwtSecret);
    const video = videoIdOf(request.params);
    const { text } = validated(newComment, request.body);
    const comment = await database.query('comment', async ({ users, videos, comments }) => {
      const [user, exists] = await Promise.all([
        users.findById(author, { name: 1 }).lean(),
        videos.exists({ _id: video }),
      ]);
      if (!exists) throw new ClientError(404, 'no such video');
      if (!user) throw new ClientError(401, 'the user is gone');
      return comments.create({ video, author, authorName: user.name, text, createdAt: new Date() });
    });
    response.status(201).json(shown(comment));
  });

  router.delete('/:commentId', async (request, response) => {
    const user = bearer(request, settings.jwtSecret);
    const video = videoIdOf(request.params);
    const id = objectId(request.params.commentId);
    await database.query('delete-comment', async ({ videos, comments }) => {
      const comment = await comments.findOne({ _id: id, video }).lean();
      if (!comment) throw new ClientError(404, 'no such comment');
      const owner = await videos.findById(video, { owner: 1 }).lean();
      if (!comment.author.equals(user) && !owner?.owner.equals(user))
        throw new ClientError(403, 'only its author or the owner of the video may delete a comment');
      await comments.deleteOne({ _id: id });
    });
    response.status(204).end();
  });

  return router;
}
