import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type RunningLotus, register, startLotus, upload } from './running-lotus.js';

let lotus: RunningLotus;
let film: string;
let token: string;
const content = 'abcdefghijklmnopqrstuvwxyz';

beforeAll(async () => {
  lotus = await startLotus();
  token = await register(lotus.url, 'ada@lotus.example');
  film = `${lotus.url}/video/${await upload(lotus.url, token, { title: 'The alphabet' }, content)}`;
});

afterAll(() => lotus.stop());

const range = (value: string) => ask(film, { headers: { range: value } });

describe('/video/:id', () => {
  it('sends the whole file', async () => {
    const { status, headers, text } = await ask(film);
    expect([status, text, headers.get('content-type'), headers.get('accept-ranges')]).toEqual([
      200,
      content,
      'video/mp4',
      'bytes',
    ]);
  });

  it('answers HEAD with the length and no body', async () => {
    const { status, headers, text } = await ask(film, { method: 'HEAD' });
    expect([status, text, headers.get('content-length')]).toEqual([200, '', '26']);
  });

  it.each([
    ['bytes=0-3', 'abcd', 'bytes 0-3/26'],
    ['bytes=23-', 'xyz', 'bytes 23-25/26'],
    ['bytes=-2', 'yz', 'bytes 24-25/26'],
    ['bytes=20-99', 'uvwxyz', 'bytes 20-25/26'],
  ])('sends the range %s', async (value, body, contentRange) => {
    const { status, headers, text } = await range(value);
    expect([status, text, headers.get('content-range')]).toEqual([206, body, contentRange]);
  });

  it('says 416 to a range beyond the end', async () => {
    const { status, headers } = await range('bytes=26-');
    expect([status, headers.get('content-range')]).toEqual([416, 'bytes */26']);
  });

  it.each(['bytes=x-y', 'lines=0-3', 'bytes=', 'bytes=5-2, 9-1'])(
    'ignores or refuses the malformed range %s',
    async (value) => {
      expect([200, 416]).toContain((await range(value)).status);
    },
  );

  it('sends the whole file when If-Range does not hold', async () => {
    const { headers } = await ask(film);
    const etag = headers.get('etag') ?? '';
    expect((await ask(film, { headers: { range: 'bytes=0-3', 'if-range': etag } })).status).toBe(206);
    expect((await ask(film, { headers: { range: 'bytes=0-3', 'if-range': '"another"' } })).status).toBe(200);
  });

  it('reaches behind four gigabytes', async () => {
    const id = await upload(lotus.url, token, { title: 'A long film' }, 'x');
    const files = readdirSync(lotus.mediaFolder).map((name) => join(lotus.mediaFolder, name));
    const size = 5 * 2 ** 30;
    truncateSync(files.find((file) => statSync(file).size === 1) ?? '', size);
    const { status, headers, text } = await ask(`${lotus.url}/video/${id}`, {
      headers: { range: `bytes=${size - 4}-` },
    });
    expect([status, text, headers.get('content-range')]).toEqual([
      206,
      '\0\0\0\0',
      `bytes ${size - 4}-${size - 1}/${size}`,
    ]);
  });

  it('knows no film that there is not', async () => {
    expect((await ask(`${lotus.url}/video/ffffffffffffffffffffffff`)).status).toBe(404);
  });
});
