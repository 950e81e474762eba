import { basename } from 'node:path';
import { Router } from 'express';
import send from 'send';
import type { RouteContext } from '../route-context.js';
import { ClientError, objectId } from './validation.js';

/** `/video/:id`: the media file, whole or by ranges, for GET and HEAD. */
export function createRouter({ database, settings }: RouteContext): Router {
  const router = Router();

  router.get('/:videoId', async (request, response, next) => {
    const id = objectId(request.params.videoId);
    const video = await database.query('stream', ({ videos }) => videos.findById(id, { file: 1, mimeType: 1 }).lean());
    if (!video) throw new ClientError(404, 'no such video');
    // The name comes from the database, and still only its last part is used, below the media folder.
    send(request, `/${basename(video.file)}`, {
      root: settings.mediaFolder,
      dotfiles: 'deny',
      index: false,
      acceptRanges: true,
    })
      .on('headers', () => response.setHeader('Content-Type', video.mimeType))
      .on('error', (error: NodeJS.ErrnoException & { status?: number; headers?: Record<string, string> }) => {
        for (const [name, value] of Object.entries(error.headers ?? {})) response.setHeader(name, value);
        next(error.status === 404 ? new ClientError(404, 'the media file is gone') : error);
      })
      .pipe(response);
  });

  return router;
}
