import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type RunningLotus, register, startLotus, upload } from './running-lotus.js';

let lotus: RunningLotus;
let ada: string;
let bob: string;

beforeAll(async () => {
  lotus = await startLotus();
  ada = await register(lotus.url, 'ada@lotus.example');
  bob = await register(lotus.url, 'bob@lotus.example');
});

afterAll(() => lotus.stop());

const absent = 'ffffffffffffffffffffffff';

describe('GET /health', () => {
  it('says that the database answers', async () => {
    expect(await ask(`${lotus.url}/health`)).toMatchObject({
      status: 200,
      json: { status: 'ok', database: 'connected' },
    });
  });
});

describe('/api/auth', () => {
  const auth = (path: string, body: unknown) => ask(`${lotus.url}/api/auth/${path}`, { method: 'POST', body });

  it('registers once', async () => {
    const body = { email: 'Clara@Lotus.example', password: 'correct horse', name: 'Clara' };
    expect(await auth('register', body)).toMatchObject({
      status: 201,
      json: { email: 'clara@lotus.example', name: 'Clara' },
    });
    expect(await auth('register', body)).toMatchObject({
      status: 409,
      json: { error: 'email: is registered already' },
    });
  });

  it.each([
    [{ email: 'no address', password: 'correct horse', name: 'x' }, 'email'],
    [{ email: 'd@lotus.example', password: 'short', name: 'x' }, 'password'],
    [{ email: 'd@lotus.example', password: 'correct horse', name: ' ' }, 'name'],
    [{ email: 'd@lotus.example', password: 'correct horse', name: 'x', admin: true }, 'admin'],
    ['{"email":', 'JSON'],
  ])('refuses %j', async (body, mentioned) => {
    const { status, json } = await auth('register', body);
    expect(status).toBe(400);
    expect(json.error).toContain(mentioned);
  });

  it('logs in with the right password, and says the same of a wrong one and an unknown user', async () => {
    expect(await auth('login', { email: 'ada@lotus.example', password: 'correct horse' })).toMatchObject({
      status: 200,
      json: { name: 'ada' },
    });
    const wrong = await auth('login', { email: 'ada@lotus.example', password: 'wrong horse' });
    const unknown = await auth('login', { email: 'nobody@lotus.example', password: 'correct horse' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.text).toBe(unknown.text);
  });

  it('tells a bearer who it is', async () => {
    expect(await ask(`${lotus.url}/api/auth/me`, { token: ada })).toMatchObject({
      status: 200,
      json: { email: 'ada@lotus.example' },
    });
    expect(await ask(`${lotus.url}/api/auth/me`)).toMatchObject({ status: 401 });
  });
});

describe('/api/videos', () => {
  it('uploads, lists, searches, sorts and shows', async () => {
    const id = await upload(lotus.url, ada, {
      title: 'Sailing past the lighthouse',
      description: 'At dawn.',
      tags: 'sailing, sea',
    });
    await upload(lotus.url, ada, { title: 'Baking bread' });
    const list = await ask(`${lotus.url}/api/videos?sort=newest&limit=1`);
    expect(list.json).toMatchObject({ page: 1, limit: 1, total: 2, videos: [{ title: 'Baking bread' }] });
    expect((await ask(`${lotus.url}/api/videos?sort=newest&limit=1&page=2`)).json.videos).toMatchObject([{ id }]);
    expect((await ask(`${lotus.url}/api/videos?search=LIGHTHOUSE%20sea`)).json).toMatchObject({
      total: 1,
      videos: [{ id }],
    });
    expect((await ask(`${lotus.url}/api/videos?search=mountain`)).json).toMatchObject({ total: 0, videos: [] });
    expect((await ask(`${lotus.url}/api/videos/${id}`)).json).toMatchObject({
      id,
      title: 'Sailing past the lighthouse',
      description: 'At dawn.',
      tags: ['sailing', 'sea'],
      owner: 'ada',
      commentCount: 0,
      sizeBytes: 12,
    });
  });

  it('counts views, and one like a user', async () => {
    const id = await upload(lotus.url, ada, { title: 'Counting' });
    const act = (action: string, token?: string) =>
      ask(`${lotus.url}/api/videos/${id}/${action}`, { method: 'POST', ...(token ? { token } : {}) });
    await act('view');
    expect((await act('view')).json).toEqual({ id, views: 2 });
    await act('like', ada);
    await act('like', ada);
    expect((await act('like', bob)).json).toEqual({ id, likes: 2 });
    expect((await act('like')).status).toBe(401);
  });

  it('is deleted by its owner only, with its comments and its file', async () => {
    const id = await upload(lotus.url, ada, { title: 'Soon gone' });
    const files = readdirSync(lotus.mediaFolder).length;
    await ask(`${lotus.url}/api/videos/${id}/comments`, { method: 'POST', token: bob, body: { text: 'nice' } });
    expect((await ask(`${lotus.url}/api/videos/${id}`, { method: 'DELETE', token: bob })).status).toBe(403);
    expect((await ask(`${lotus.url}/api/videos/${id}`, { method: 'DELETE', token: ada })).status).toBe(204);
    expect((await ask(`${lotus.url}/api/videos/${id}`)).status).toBe(404);
    expect((await ask(`${lotus.url}/api/videos/${id}/comments`)).json.total).toBe(0);
    expect(readdirSync(lotus.mediaFolder).length).toBe(files - 1);
  });

  it.each(['?page=0', '?limit=51', '?sort=price', '?page=x'])('refuses %s', async (query) => {
    expect((await ask(`${lotus.url}/api/videos${query}`)).status).toBe(400);
  });

  it('knows no video that there is not', async () => {
    expect((await ask(`${lotus.url}/api/videos/${absent}`)).status).toBe(404);
    expect((await ask(`${lotus.url}/api/videos/${absent}/view`, { method: 'POST' })).status).toBe(404);
    expect((await ask(`${lotus.url}/api/videos/not-an-id`)).status).toBe(400);
  });
});

describe('/api/videos/:id/comments', () => {
  it('adds, lists in pages and deletes', async () => {
    const id = await upload(lotus.url, ada, { title: 'Much discussed' });
    const comments = `${lotus.url}/api/videos/${id}/comments`;
    const first = await ask(comments, { method: 'POST', token: bob, body: { text: 'first' } });
    expect(first).toMatchObject({ status: 201, json: { author: 'bob', text: 'first' } });
    await ask(comments, { method: 'POST', token: ada, body: { text: 'second' } });
    expect((await ask(`${comments}?limit=1`)).json).toMatchObject({ page: 1, limit: 1, total: 2 });
    const carl = await register(lotus.url, 'carl@lotus.example');
    expect((await ask(`${comments}/${first.json.id}`, { method: 'DELETE', token: carl })).status).toBe(403);
    expect((await ask(`${comments}/${first.json.id}`, { method: 'DELETE', token: ada })).status).toBe(204);
    expect((await ask(comments)).json.total).toBe(1);
    expect((await ask(`${comments}/${first.json.id}`, { method: 'DELETE', token: ada })).status).toBe(404);
  });

  it('refuses empty, long and anonymous ones, and those on no video', async () => {
    const comments = `${lotus.url}/api/videos/${absent}/comments`;
    const post = (body: unknown, token?: string) =>
      ask(comments, { method: 'POST', body, ...(token ? { token } : {}) });
    expect((await post({ text: '  ' }, ada)).status).toBe(400);
    expect((await post({ text: 'x'.repeat(1001) }, ada)).status).toBe(400);
    expect((await post({ text: 'hello' })).status).toBe(401);
    expect((await post({ text: 'hello' }, ada)).status).toBe(404);
  });
});

describe('anything else', () => {
  it('is not found, as JSON', async () => {
    expect(await ask(`${lotus.url}/api/nothing`)).toMatchObject({ status: 404, json: { error: 'not found' } });
  });
});
