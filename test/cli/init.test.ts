import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkConfig } from '../../src/plan/config/check-config.js';
import { makeRepository, write } from '../source/scratch-repository.js';
import { startIn } from './lotus-bench.js';

let folder: string;
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly ignored?: Readonly<Record<string, string>>;
  readonly says: readonly string[];
  readonly config: object;
}

const cases: readonly Case[] = [
  {
    name: 'Express and mongoose, in git, with a .env',
    files: {
      '.gitignore': '.env\nnode_modules\n',
      'package.json': JSON.stringify({
        name: 'shop',
        scripts: { start: 'node src/server.js', build: 'true' },
        dependencies: { express: '5', mongoose: '9' },
      }),
      'src/server.js': `mongoose.connect(process.env.SHOP_MONGO_URI);
app.get('/api/items', list); app.get("/healthz", ok); app.get('/api/items/:id', one);`,
    },
    ignored: { '.env': 'A=1', 'node_modules/x/index.js': "app.get('/not-ours', x); process.env.OTHER_MONGO" },
    says: [
      'start: node src/server.js (the start script of package.json)',
      'framework: express',
      'database: mongoose, its address in SHOP_MONGO_URI',
      'requests: /api/items /healthz',
      'arms: git:main against the tree as it is',
    ],
    config: {
      start: 'node src/server.js',
      ready: '/healthz',
      arms: { before: 'git:main', after: '.' },
      carry: ['.env'],
      requests: ['GET /api/items', 'GET /healthz'],
      database: { variable: 'SHOP_MONGO_URI' },
    },
  },
  {
    name: 'a server that its script builds first',
    files: {
      'package.json': JSON.stringify({
        scripts: { start: 'tsc && node dist/main.js' },
        dependencies: { fastify: '5' },
      }),
      'main.ts': 'fastify.get(`/v1/status`, handler)',
    },
    says: ['start: npm start (the start script of package.json)', 'framework: fastify', 'requests: /v1/status'],
    config: { start: 'npm start', ready: '/v1/status', requests: ['GET /v1/status'] },
  },
  {
    name: 'a bare file',
    files: { 'app.mjs': 'createServer().listen(process.env.PORT)' },
    says: [
      'start: node app.mjs (the only entry file found)',
      'requests: none was found in the code; / is only a guess',
    ],
    config: { start: 'node app.mjs', ready: '/', requests: ['GET /'] },
  },
  {
    name: 'nothing that starts',
    files: { 'package.json': '{ not JSON' },
    says: [
      'package.json: is not JSON; nothing was learnt from it',
      'start: nothing that starts was found; node server.js is only a guess',
    ],
    config: { start: 'node server.js', ready: '/', requests: ['GET /'] },
  },
];

describe('lotus-bench init', () => {
  it.each(cases)('$name', async ({ files, ignored = {}, says, config }) => {
    const project = makeRepository(join(folder, `project${++count}`), files);
    write(project, ignored);
    const { code, stdout, stderr } = await startIn(project, ['init']).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const line of says) expect(stdout.split('\n')).toContain(line);
    const path = join(project, 'lotus-bench.config.mjs');
    const { default: written } = (await import(pathToFileURL(path).href)) as { default: object };
    expect(written).toEqual({ arms: { before: 'git:main', after: '.' }, ...config });
    expect(checkConfig(written, path)).toMatchObject({ state: 'good' });
  });

  it('outside git the same code is compared under two settings', async () => {
    const project = mkdtempSync(join(folder, 'plain-'));
    writeFileSync(join(project, 'server.js'), '');
    const { stdout } = await startIn(project, ['init']).ended;
    expect(stdout).toContain('arms: the same code twice');
  });

  it('writes over nothing unless it is told to', async () => {
    const project = mkdtempSync(join(folder, 'there-'));
    const path = join(project, 'lotus-bench.config.mjs');
    writeFileSync(path, 'mine');
    expect(await startIn(project, ['init']).ended).toEqual({
      code: 2,
      stdout: '',
      stderr: 'lotus-bench: lotus-bench.config.mjs: is there already; change it, or write over it with --force\n',
    });
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(await startIn(project, ['init', '--force']).ended).toMatchObject({ code: 0 });
    expect(readFileSync(path, 'utf8')).toContain('export default {');
    writeFileSync(join(project, 'lotus-bench.config.json'), '{}');
    expect(await startIn(project, ['init', '--force']).ended).toMatchObject({ code: 2 });
  });
});
