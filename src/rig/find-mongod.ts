import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { DatabaseChoice } from '../model/plan.js';
import { DatabaseError } from './error.js';

/** A program to launch as the database, or `undefined`: let mongodb-memory-server download one. */
export interface DatabaseBinary {
  readonly kind: 'mongod' | 'embedded';
  readonly path: string | undefined;
  readonly source: string;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there or not executable: either way it cannot be launched.
    return false;
  }
}

function onPath(program: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

async function inCache(): Promise<string | undefined> {
  const { DryMongoBinary } = await import('mongodb-memory-server');
  return DryMongoBinary.locateBinary(DryMongoBinary.getEnsuredOptions({}));
}

/** The first real mongod there is: MONGOMS_SYSTEM_BINARY, then PATH, then mongodb-memory-server's cache. */
async function findMongod(): Promise<DatabaseBinary | undefined> {
  const named = process.env.MONGOMS_SYSTEM_BINARY;
  if (named) return { kind: 'mongod', path: named, source: `MONGOMS_SYSTEM_BINARY (${named})` };
  const path = onPath('mongod');
  if (path) return { kind: 'mongod', path, source: path };
  const cached = await inCache();
  return cached ? { kind: 'mongod', path: cached, source: cached } : undefined;
}

/** What to launch for `--db`. Throws DatabaseError when a mongod was asked for and there is none. */
export async function chooseBinary(
  choice: Exclude<DatabaseChoice, { kind: 'uri' }>,
  repository: string,
): Promise<DatabaseBinary> {
  const embedded: DatabaseBinary = {
    kind: 'embedded',
    path: join(repository, 'bin', 'embedded-mongo.js'),
    source: 'bundled with lotus-bench',
  };
  if (choice.kind === 'embedded') return embedded;
  const mongod = await findMongod();
  if (mongod) return mongod;
  if (choice.kind === 'download')
    return { kind: 'mongod', path: undefined, source: 'downloaded by mongodb-memory-server' };
  if (choice.kind === 'auto') return embedded;
  throw new DatabaseError(
    '--db mongod: no mongod was found in MONGOMS_SYSTEM_BINARY, PATH or the cache of mongodb-memory-server; install MongoDB, or use --db download or --db embedded',
  );
}

/** The version that a binary says it is. Throws DatabaseError when it is no mongod. */
export async function versionOf({ path, source }: DatabaseBinary): Promise<string> {
  const run = promisify(execFile);
  const wrong = (problem: string) =>
    new DatabaseError(
      `${source} is not a mongod (${problem}); point MONGOMS_SYSTEM_BINARY at one, unset it, or use --db embedded`,
    );
  const { stdout } = await run(path ?? '', ['--version'], { timeout: 10_000, maxBuffer: 2 ** 20 }).catch(
    (error: NodeJS.ErrnoException) => {
      throw wrong(error.code === 'ENOENT' ? 'there is no such file' : (error.message.split('\n')[0] ?? ''));
    },
  );
  const version = /db version v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (version === undefined) throw wrong(`--version printed "${stdout.trim().split('\n')[0]?.slice(0, 60) ?? ''}"`);
  return version;
}
