import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApplication } from '../../src/lotus/bootstrap.js';
import { readSettings } from '../../src/lotus/settings.js';
import { type StandIn, startStandIn } from '../stand-in.js';

export const jwtSecret = 'a-secret-for-tests-only';

/** A Lotus server in this process, with a database server of its own. */
export interface RunningLotus {
  readonly url: string;
  readonly database: StandIn;
  readonly mediaFolder: string;
  /** Every line that it logged. */
  readonly lines: string[];
  stop(): Promise<void>;
}

let count = 0;

/** Starts one; `env` as in its settings. Give `database` to share one between servers. */
export async function startLotus(env: Readonly<Record<string, string>> = {}, shared?: StandIn): Promise<RunningLotus> {
  const database = shared ?? (await startStandIn());
  const mediaFolder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
  const lines: string[] = [];
  const settings = readSettings({
    PORT: '0',
    MONGODB_URI: database.uri(`lotus${++count}`),
    LOTUS_MEDIA: mediaFolder,
    LOTUS_JWT_SECRET: jwtSecret,
    LOTUS_RATE_LIMIT: 'off',
    LOTUS_FFMPEG: '/bin/true',
    ...env,
  });
  const application = createApplication(settings, (text) => lines.push(...text.split('\n')));
  const port = await application.start();
  return {
    url: `http://127.0.0.1:${port}`,
    database,
    mediaFolder,
    lines,
    async stop() {
      await application.stop();
      if (!shared) await database.stop();
      rmSync(mediaFolder, { recursive: true, force: true });
    },
  };
}

/** One request with a JSON body or none; the answer with its body read. */
export async function ask(
  url: string,
  options: { method?: string; body?: unknown; token?: string; headers?: Record<string, string> } = {},
) {
  const { method = 'GET', body, token, headers = {} } = options;
  const response = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text.startsWith('{') ? JSON.parse(text) : undefined,
  };
}

/** Registers a user and gives its token. */
export async function register(url: string, email: string): Promise<string> {
  const { json } = await ask(`${url}/api/auth/register`, {
    method: 'POST',
    body: { email, password: 'correct horse', name: email.split('@')[0] },
  });
  return json.token;
}

/** Uploads a video and gives its id. */
export async function upload(
  url: string,
  token: string,
  fields: Record<string, string>,
  content: Buffer | string = 'a short film',
): Promise<string> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('video', new Blob([new Uint8Array(Buffer.from(content))], { type: 'video/mp4' }), 'film.mp4');
  const response = await fetch(`${url}/api/videos`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  return ((await response.json()) as { id: string }).id;
}
