import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import jsonwebtoken from 'jsonwebtoken';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, jwtSecret, type RunningLotus, register, startLotus, upload } from './running-lotus.js';

let lotus: RunningLotus;
let ada: string;

beforeAll(async () => {
  lotus = await startLotus({ LOTUS_UPLOAD_LIMIT_BYTES: '1000' });
  ada = await register(lotus.url, 'ada@lotus.example');
});

afterAll(() => lotus.stop());

/** Sends a request line as it is: fetch and http would tidy the path. */
function rawStatus(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(lotus.url).port), '127.0.0.1', () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    });
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    socket.on('end', () => resolve(Number(text.split(' ')[1])));
    socket.on('error', reject);
  });
}

describe('path traversal', () => {
  it.each([
    '/video/../../../../etc/passwd',
    '/video/..%2f..%2fetc%2fpasswd',
    '/video/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/video/....//etc/passwd',
    '/video/%00',
    '/video/.env',
  ])('%s reaches no file', async (path) => {
    expect([400, 404]).toContain(await rawStatus(path));
  });

  it('is not possible by the name of an uploaded file either', async () => {
    const form = new FormData();
    form.set('title', 'Escape');
    form.set('video', new Blob(['x'], { type: 'video/mp4' }), '../../escaped.mp4');
    const response = await fetch(`${lotus.url}/api/videos`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ada}` },
      body: form,
    });
    expect(response.status).toBe(201);
    expect(readdirSync(lotus.mediaFolder).filter((name) => /^[0-9a-f-]{36}\.mp4$/.test(name))).toHaveLength(
      readdirSync(lotus.mediaFolder).length,
    );
  });

  it('is not possible by a file name in the database', async () => {
    const id = await upload(lotus.url, ada, { title: 'Tampered' });
    const client = new MongoClient(lotus.database.uri(''));
    const { databases } = await client.db('admin').admin().listDatabases();
    const videos = client.db(databases.find(({ name }) => name.startsWith('lotus'))?.name ?? '').collection('videos');
    await videos.updateOne({ title: 'Tampered' }, { $set: { file: '../../../../etc/passwd' } });
    await client.close();
    expect((await ask(`${lotus.url}/video/${id}`)).status).toBe(404);
  });
});

describe('operator injection', () => {
  it.each([
    { email: { $gt: '' }, password: 'correct horse' },
    { email: 'ada@lotus.example', password: { $ne: null } },
    { email: ['ada@lotus.example'], password: 'correct horse' },
  ])('in JSON: %j is refused', async (body) => {
    expect((await ask(`${lotus.url}/api/auth/login`, { method: 'POST', body })).status).toBe(400);
  });

  it.each(['?search[$ne]=x', '?search=x&search=y', '?sort[$gt]=', '?limit[$gt]=1', '?page=1&page=2'])(
    'in the query: %s is refused or ignored',
    async (query) => {
      const { status, json } = await ask(`${lotus.url}/api/videos${query}`);
      expect([200, 400]).toContain(status);
      if (status === 200) expect(json.page).toBe(1);
    },
  );

  it('in a comment is text', async () => {
    const id = await upload(lotus.url, ada, { title: 'Commented' });
    const comments = `${lotus.url}/api/videos/${id}/comments`;
    expect((await ask(comments, { method: 'POST', token: ada, body: { text: { $ne: '' } } })).status).toBe(400);
    expect((await ask(comments, { method: 'POST', token: ada, body: { text: '{"$ne":""} <script>' } })).json.text).toBe(
      '{"$ne":""} <script>',
    );
  });

  it('__proto__ in a body changes no object', async () => {
    await ask(`${lotus.url}/api/auth/login`, {
      method: 'POST',
      body: '{"__proto__":{"polluted":true},"email":"a@b.example","password":"12345678"}',
    });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('tokens', () => {
  const me = (token: string) => ask(`${lotus.url}/api/auth/me`, { token }).then(({ status }) => status);
  const subject = () => (jsonwebtoken.decode(ada) as { sub: string }).sub;
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('a good one is accepted', async () => expect(await me(ada)).toBe(200));
  it('one signed with another key is not', async () =>
    expect(await me(jsonwebtoken.sign({}, 'another secret', { subject: subject() }))).toBe(401));
  it('an unsigned one (alg none) is not', async () =>
    expect(await me(`${encode({ alg: 'none', typ: 'JWT' })}.${encode({ sub: subject() })}.`)).toBe(401));
  it('one of another algorithm is not', async () =>
    expect(await me(jsonwebtoken.sign({}, jwtSecret, { subject: subject(), algorithm: 'HS512' }))).toBe(401));
  it('an expired one is not', async () =>
    expect(await me(jsonwebtoken.sign({}, jwtSecret, { subject: subject(), expiresIn: -1 }))).toBe(401));
  it('one with a changed subject is not', async () => {
    const [head, , signature] = ada.split('.');
    expect(await me(`${head}.${encode({ sub: 'f'.repeat(24) })}.${signature}`)).toBe(401);
  });
  it('one of a user that there is not is not', async () =>
    expect(await me(jsonwebtoken.sign({}, jwtSecret, { subject: 'f'.repeat(24) }))).toBe(401));
});

describe('sizes and kinds', () => {
  const send = async (content: string, type = 'video/mp4') => {
    const form = new FormData();
    form.set('title', 'Sized');
    form.set('video', new Blob([content], { type }), 'x');
    return (
      await fetch(`${lotus.url}/api/videos`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ada}` },
        body: form,
      })
    ).status;
  };

  it('a JSON body over 100 kB is refused', async () => {
    expect(
      (
        await ask(`${lotus.url}/api/auth/login`, {
          method: 'POST',
          body: { email: 'x'.repeat(200_000), password: 'x' },
        })
      ).status,
    ).toBe(413);
  });

  it('an upload over the limit is refused, and leaves no file', async () => {
    const before = readdirSync(lotus.mediaFolder).length;
    expect(await send('x'.repeat(1001))).toBe(413);
    expect(readdirSync(lotus.mediaFolder)).toHaveLength(before);
    expect(await send('x'.repeat(1000))).toBe(201);
  });

  it('anything but a film is refused', async () => expect(await send('<script>', 'text/html')).toBe(415));

  it('an upload without a token is refused before it is read', async () => {
    const form = new FormData();
    form.set('video', new Blob(['x'], { type: 'video/mp4' }), 'x');
    expect((await fetch(`${lotus.url}/api/videos`, { method: 'POST', body: form })).status).toBe(401);
  });
});

describe('answers', () => {
  it('carry the headers that keep browsers from harm, and do not say what serves them', async () => {
    const { headers } = await ask(`${lotus.url}/health`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('say nothing of what went wrong inside', async () => {
    const { status, text } = await ask(`${lotus.url}/api/videos/%E0%A4%A`);
    expect(status).toBe(400);
    expect(text).not.toContain('node_modules');
  });
});

describe('rate limit', () => {
  it('answers 429 beyond it', async () => {
    const limited = await startLotus({ LOTUS_RATE_LIMIT: '2' }, lotus.database);
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await ask(`${limited.url}/health`)).status);
    await limited.stop();
    expect(statuses).toEqual([200, 200, 429]);
  });
});
