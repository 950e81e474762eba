import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Variants } from '../optimizations.js';
import type { Settings } from '../settings.js';
import type { Logger } from '../utils/logger.js';
import type { Database } from './database.js';

interface Service {
  readonly name: string;
  /** Resolves to what it found, in words. */
  start(): Promise<string>;
}

const giveUpMs = 3000;
const minFreeBytes = 64 * 2 ** 20;

/** Runs `ffmpeg -version`. A server without it still streams; it cannot transcode. */
function ffmpegCheck(command: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, ['-version'], { stdio: ['ignore', 'pipe', 'ignore'], signal, killSignal: 'SIGKILL' });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        new Error(error.code === 'ENOENT' ? `${command} was not found; uploads will not be transcoded` : error.message),
      );
    });
    child.on('close', () => resolve(output.split('\n')[0] || 'no version was printed'));
  });
}

async function mediaStorage(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.W_OK);
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes < minFreeBytes) throw new Error(`${folder} has only ${Math.round(freeBytes / 2 ** 20)} MiB left`);
  return `${Math.round(freeBytes / 2 ** 30)} GiB free`;
}

async function searchIndex(database: Database): Promise<string> {
  await database.query('search-index', ({ videos }) => videos.createIndexes());
  const indexed = await database.query('search-size', ({ videos }) => videos.estimatedDocumentCount());
  return `${indexed} videos`;
}

/** services-parallel. */
const orders: Variants<(services: readonly Service[], start: (service: Service) => Promise<void>) => Promise<void>> = {
  before: oneAfterAnother,
  default: oneAfterAnother,
  after: async (services, start) => {
    await Promise.allSettled(services.map(start));
  },
};

async function oneAfterAnother(
  services: readonly Service[],
  start: (service: Service) => Promise<void>,
): Promise<void> {
  for (const service of services) await start(service);
}

/** services-timeout. */
const patiences: Variants<(start: () => Promise<string>, timeoutMs: number) => Promise<string>> = {
  before: (start) => start(),
  default: (start) => start(),
  after: (start, timeoutMs) => {
    const cancel = new AbortController();
    const timeout = delay(timeoutMs, undefined, { signal: cancel.signal }).then(() => {
      throw new Error(`given up after ${timeoutMs} ms`);
    });
    return Promise.race([start(), timeout]).finally(() => cancel.abort());
  },
};

export interface Services {
  start(): Promise<void>;
  /** Ends what a service may still have running. */
  stop(): void;
}

/** The three services that the server starts. One that fails is a warning: the server goes on without it. */
export function prepareServices(settings: Settings, database: Database, logger: Logger): Services {
  const stopped = new AbortController();
  const patience = patiences[settings.optimizations['services-timeout']];
  const services: readonly Service[] = [
    { name: 'FFmpeg', start: () => ffmpegCheck(settings.ffmpeg, stopped.signal) },
    { name: 'media storage', start: () => mediaStorage(settings.mediaFolder) },
    { name: 'search index', start: () => searchIndex(database) },
  ];
  const start = async (service: Service) => {
    try {
      const found = await patience(async () => {
        await delay(settings.serviceDelayMs);
        return service.start();
      }, giveUpMs * settings.timeoutScale);
      logger.success(`${service.name}: ${found}`);
    } catch (error) {
      logger.warning(`${service.name}: ${(error as Error).message}`);
    }
  };
  return {
    start: () => orders[settings.optimizations['services-parallel']](services, start),
    stop: () => stopped.abort(),
  };
}
