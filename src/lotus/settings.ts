import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Optimizations, readOptimizations } from './optimizations.js';

const number = (least: number, most: number) => z.coerce.number().min(least).max(most);

const environment = z.object({
  PORT: number(0, 65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must be a mongodb:// address'),
  LOTUS_MEDIA: z.string().default(join(tmpdir(), 'lotus-media')),
  LOTUS_JWT_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  LOTUS_RATE_LIMIT: z.union([z.literal('off'), number(1, 1_000_000)]).default(1000),
  LOTUS_UPLOAD_LIMIT_BYTES: number(1, 2 ** 40).default(256 * 2 ** 20),
  LOTUS_FFMPEG: z.string().default('ffmpeg'),
  LOTUS_SERVICE_DELAY_MS: number(0, 600_000).default(0),
  LOTUS_TIMEOUT_SCALE: number(0.0001, 10).default(1),
  LOTUS_OPTIMIZATIONS: z.string().default('after'),
});

export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly databaseUri: string;
  readonly mediaFolder: string;
  readonly jwtSecret: string;
  /** Requests per minute and client, or no limit. */
  readonly rateLimit: number | undefined;
  readonly uploadLimitBytes: number;
  readonly ffmpeg: string;
  /** Added to every service's initialisation, to make its order visible. */
  readonly serviceDelayMs: number;
  /** Every time-out of the optimizations is multiplied by it, so that an experiment takes seconds. */
  readonly timeoutScale: number;
  readonly optimizations: Optimizations;
}

/** Everything that is wrong with the environment, a line each. */
export class SettingsError extends Error {}

/** Reads the settings from environment variables. Throws SettingsError with all mistakes at once. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = environment.safeParse(env);
  const optimizations = readOptimizations(env.LOTUS_OPTIMIZATIONS ?? 'after');
  const mistakes = [
    ...(parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? []),
    ...('mistakes' in optimizations ? optimizations.mistakes.map((mistake) => `LOTUS_OPTIMIZATIONS: ${mistake}`) : []),
  ];
  if (!parsed.success || 'mistakes' in optimizations) throw new SettingsError(mistakes.join('\n'));
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUri: values.MONGODB_URI,
    mediaFolder: values.LOTUS_MEDIA,
    // Without a secret of its own every start has another one, and older tokens end with it.
    jwtSecret: values.LOTUS_JWT_SECRET ?? randomBytes(32).toString('hex'),
    rateLimit: values.LOTUS_RATE_LIMIT === 'off' ? undefined : values.LOTUS_RATE_LIMIT,
    uploadLimitBytes: values.LOTUS_UPLOAD_LIMIT_BYTES,
    ffmpeg: values.LOTUS_FFMPEG,
    serviceDelayMs: values.LOTUS_SERVICE_DELAY_MS,
    timeoutScale: values.LOTUS_TIMEOUT_SCALE,
    optimizations: optimizations.optimizations,
  };
}
