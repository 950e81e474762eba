import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { digestOfFolder } from '../../src/source/digest.js';

let parent: string;

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'lotus-test-'));
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** A folder of this name with these files. */
function folderOf(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(parent, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

it('the same code in two folders has one digest, whatever was installed beside it', () => {
  const files = { 'server.js': 'listen()', 'routes/items.js': 'items()' };
  const first = folderOf('first', files);
  const second = folderOf('second', { ...files, 'node_modules/x/index.js': 'x', '.git/HEAD': 'main' });
  symlinkSync('/nowhere', join(second, 'link'));
  expect(digestOfFolder(first)).toEqual({ state: 'value', value: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(digestOfFolder(second)).toEqual(digestOfFolder(first));
});

it.each([
  ['another content', { 'a.js': '1', 'b.js': '3' }],
  ['another name', { 'a.js': '1', 'c.js': '2' }],
  ['a file more', { 'a.js': '1', 'b.js': '2', 'c.js': '' }],
  ['the same letters, cut elsewhere', { 'a.js': '12', 'b.js': '' }],
])('%s has another', (name, files) => {
  const known = folderOf('known', { 'a.js': '1', 'b.js': '2' });
  expect(digestOfFolder(folderOf(name.replaceAll(' ', '-'), files))).not.toEqual(digestOfFolder(known));
});

it('a folder that cannot be read, or is too large, has none, and it is said why', () => {
  expect(digestOfFolder(join(parent, 'nowhere'))).toEqual({ state: 'absent', reason: 'it cannot be read (ENOENT)' });
  const large = folderOf('large', { 'film.mp4': '' });
  truncateSync(join(large, 'film.mp4'), 64 * 2 ** 20 + 1);
  expect(digestOfFolder(large)).toEqual({ state: 'absent', reason: 'the folder holds more than 64 MiB' });
});
