import { randomUUID } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Request, Response } from 'express';
import multer from 'multer';
import type { Settings } from '../settings.js';
import { ClientError } from './validation.js';

/** The kinds of media that are taken, and the endings under which they are stored. */
const endings: Readonly<Record<string, string>> = {
  'video/mp4': '.mp4',
  'video/webm': '.webm',
  'video/quicktime': '.mov',
  'video/x-matroska': '.mkv',
};

interface StoredFile {
  readonly filename: string;
  readonly destination: string;
}

/**
 * Receives a multipart upload with one file named `video`. It is stored under a name made here: a client's file name is
 * never a path. Throws ClientError for a missing, oversized or foreign file.
 */
export async function receiveUpload(request: Request, response: Response, settings: Settings) {
  const storage = multer.diskStorage({
    destination: settings.mediaFolder,
    filename: (_request, file, done) => done(null, `${randomUUID()}${endings[file.mimetype]}`),
  });
  const receive = multer({
    storage,
    limits: { files: 1, fileSize: settings.uploadLimitBytes, fields: 10, fieldSize: 10_000, parts: 12 },
    fileFilter: (_request, file, done) => {
      if (file.mimetype in endings) done(null, true);
      else done(new ClientError(415, `video: ${file.mimetype} is not one of ${Object.keys(endings).join(', ')}`));
    },
  }).single('video');
  await new Promise<void>((resolve, reject) => {
    receive(request, response, (error: unknown) => {
      if (error instanceof multer.MulterError)
        reject(new ClientError(error.code === 'LIMIT_FILE_SIZE' ? 413 : 400, `video: ${error.message}`));
      else if (error) reject(error);
      else resolve();
    });
  });
  if (!request.file) throw new ClientError(400, 'video: a file is needed, as multipart/form-data');
  return { file: request.file, fields: request.body as unknown };
}

/** Removes a stored file; one that is gone already is no fault. */
export async function discardUpload({ filename, destination }: StoredFile): Promise<void> {
  await unlink(join(destination, basename(filename))).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
