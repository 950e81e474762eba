import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DryMongoBinary } from 'mongodb-memory-server';
import { afterEach, describe, expect, it } from 'vitest';
import { databaseCandidates } from '../../../src/rig/database/candidates.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('the databases', () => {
  afterEach(() => {
    delete process.env.MONGOMS_SYSTEM_BINARY;
    delete process.env.MONGOMS_DOWNLOAD_DIR;
  });

  it('of the cache are seen behind a wrong MONGOMS_SYSTEM_BINARY, and left there', async () => {
    process.env.MONGOMS_DOWNLOAD_DIR = newFolder();
    const options = await DryMongoBinary.generateOptions(DryMongoBinary.getEnsuredOptions({}));
    const [, path] = await DryMongoBinary.generateDownloadPath(options);
    // So small, and without its checksum, mongodb-memory-server would hold it to be broken.
    writeFileSync(path, '#!/bin/sh\necho "db version v8.0.4"\n', { mode: 0o755 });
    process.env.MONGOMS_SYSTEM_BINARY = '/nowhere/mongod';
    const [named, , cached] = await databaseCandidates(repository);
    expect(named).toMatchObject({ state: 'broken', problem: { kind: 'no-such-file' } });
    expect(cached).toEqual({ place: 'cache', state: 'usable', kind: 'mongod', path, version: '8.0.4' });
    expect(existsSync(path)).toBe(true);
  });

  it('are asked for their versions, in the order in which they are taken', async () => {
    const folder = newFolder();
    const program = (name: string, says: string) => {
      writeFileSync(join(folder, name), `#!/bin/sh\necho "${says}"\n`);
      chmodSync(join(folder, name), 0o755);
      return join(folder, name);
    };
    const { PATH } = process.env;
    process.env.MONGOMS_SYSTEM_BINARY = program('other', 'hello');
    process.env.PATH = `${folder}:${PATH}`;
    program('mongod', 'db version v8.0.4');
    try {
      const [named, onPath, , bundled] = await databaseCandidates(repository);
      expect(named).toEqual({
        ...{ place: 'MONGOMS_SYSTEM_BINARY', state: 'broken' },
        ...{ path: join(folder, 'other'), problem: { kind: 'printed', line: 'hello' } },
      });
      expect(onPath).toEqual({
        ...{ place: 'PATH', state: 'usable', kind: 'mongod' },
        ...{ path: join(folder, 'mongod'), version: '8.0.4' },
      });
      expect(bundled).toMatchObject({ place: 'bundled', state: 'usable', kind: 'embedded', version: '7.0.0' });
    } finally {
      process.env.PATH = PATH;
    }
  });
});
