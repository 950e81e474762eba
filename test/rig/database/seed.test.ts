import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedDatabase } from '../../../src/rig/database/seed.js';
import { startWarden, type Warden } from '../../../src/rig/guard/warden.js';

let folder: string;
let warden: Warden;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
  warden = await startWarden();
});
afterAll(async () => {
  await warden.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A seed program that is this text. */
function seeded(text: string, by = warden) {
  const path = join(folder, 'seed.mjs');
  writeFileSync(path, text);
  const spec = { command: ['node', path], env: { DATABASE: '{database}' } };
  const source = { kind: 'folder', path: folder } as const;
  const arm = { name: 'a', env: {}, source, command: ['node'], nodeArguments: [] };
  const signal = new AbortController().signal;
  return seedDatabase(spec, arm, { database: 'mongodb://there' }, { warden: by, signal });
}

it.each([
  [
    'tells a checksum last',
    'console.log("filling"); console.log(JSON.stringify({ checksum: "c1", of: process.env.DATABASE }))',
    { checksum: 'c1', report: { checksum: 'c1', of: 'mongodb://there' } },
  ],
  ['says something else', 'console.log("filled 7 items")', { report: {} }],
  ['says nothing', '', { report: {} }],
  ['tells a number', 'console.log(7)', { report: {} }],
])('a seed program that %s has filled the database all the same', async (_, text, facts) => {
  expect(await seeded(text)).toEqual({ durationMs: expect.any(Number), ...facts });
});

it('one that fails is told by its last words', async () => {
  await expect(seeded('console.error("connecting"); throw new Error("no such host")')).rejects.toMatchObject({
    failure: { kind: 'seeding-failed', cause: { kind: 'error' } },
    output: expect.arrayContaining([expect.stringContaining('no such host')]),
  });
});

it('ends with the bench, also when the warden has not been told of it yet', async () => {
  const own = await startWarden();
  const deaf = { ...own, guard: () => undefined };
  const written = join(folder, 'runs');
  const program = `
    import { writeFileSync } from 'node:fs';
    writeFileSync(${JSON.stringify(written)}, '');
    setInterval(() => undefined, 1000);
  `;
  const running = seeded(program, deaf);
  const failed = expect(running).rejects.toMatchObject({ failure: { kind: 'seeding-failed' } });
  await expect.poll(() => existsSync(written), { timeout: 60_000 }).toBe(true);
  await own.close();
  await failed;
});
