import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onPath } from '../../machine/on-path.js';
import { patience } from '../../machine/patience.js';
import type { DatabasePlace } from '../../model/machine.js';
import type { DatabaseChoice } from '../../model/plan.js';
import type { BinaryProblem } from '../../model/setup-fault.js';
import { DatabaseError } from '../rig-error.js';

/** A program to launch as the database, or `undefined`: let mongodb-memory-server download one. */
export interface DatabaseBinary {
  readonly kind: 'mongod' | 'embedded';
  readonly path: string | undefined;
  readonly source: string;
}

/**
 * What mongodb-memory-server has downloaded. Not asked by its `locateBinary`, which answers with MONGOMS_SYSTEM_BINARY
 * where that is set, and deletes a file that it holds to be broken: looking must change nothing.
 */
async function inCache(): Promise<string | undefined> {
  const { DryMongoBinary } = await import('mongodb-memory-server');
  try {
    const options = await DryMongoBinary.generateOptions(DryMongoBinary.getEnsuredOptions({}));
    const [exists, path] = await DryMongoBinary.generateDownloadPath({ ...options, systemBinary: '' });
    return exists ? path : undefined;
  } catch {
    // It knows no mongod for this platform, so it has none.
    return undefined;
  }
}

type MongodPlace = Exclude<DatabasePlace, 'bundled'>;

/** Where a real mongod may be, in the order in which they count; each gives the path of what is there. */
const mongodPlaces: Readonly<Record<MongodPlace, () => Promise<string | undefined>>> = {
  MONGOMS_SYSTEM_BINARY: async () => process.env.MONGOMS_SYSTEM_BINARY || undefined,
  PATH: async () => onPath('mongod'),
  cache: inCache,
};

/** What is in each place where a mongod may be, the first that counts first. None of it has been tried. */
export async function mongodsByPlace(): Promise<{ place: MongodPlace; binary: DatabaseBinary | undefined }[]> {
  return Promise.all(
    (Object.keys(mongodPlaces) as MongodPlace[]).map(async (place) => {
      const path = await mongodPlaces[place]();
      const source = place === 'MONGOMS_SYSTEM_BINARY' ? `${place} (${path})` : path;
      return {
        place,
        binary: path === undefined || source === undefined ? undefined : { kind: 'mongod', path, source },
      };
    }),
  );
}

/** The stand-in that comes with lotus-bench. */
export function embeddedBinary(repository: string): DatabaseBinary {
  return { kind: 'embedded', path: join(repository, 'bin', 'embedded-mongo.js'), source: 'bundled with lotus-bench' };
}

/** What to launch for `--db`. Throws DatabaseError when a mongod was asked for and there is none. */
export async function chooseBinary(
  choice: Exclude<DatabaseChoice, { kind: 'uri' }>,
  repository: string,
): Promise<DatabaseBinary> {
  if (choice.kind === 'embedded') return embeddedBinary(repository);
  const mongod = (await mongodsByPlace()).find(({ binary }) => binary)?.binary;
  if (mongod) return mongod;
  if (choice.kind === 'download')
    return { kind: 'mongod', path: undefined, source: 'downloaded by mongodb-memory-server' };
  if (choice.kind === 'auto') return embeddedBinary(repository);
  throw new DatabaseError({ kind: 'no-mongod' });
}

/** Asks a program for its version as mongod tells it; what is wrong with the program when it does not. */
export async function askVersion(
  path: string,
): Promise<{ readonly version: string } | { readonly problem: BinaryProblem }> {
  const run = promisify(execFile);
  try {
    const { stdout } = await run(path, ['--version'], { timeout: await patience(10_000), maxBuffer: 2 ** 20 });
    const version = /db version v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
    if (version !== undefined) return { version };
    return { problem: { kind: 'printed', line: stdout.trim().split('\n')[0]?.slice(0, 60) ?? '' } };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return {
      problem: code === 'ENOENT' ? { kind: 'no-such-file' } : { kind: 'failed', message: message.split('\n')[0] ?? '' },
    };
  }
}

/** The version that a binary says it is. Throws DatabaseError when it is no mongod. */
export async function versionOf({ path, source }: DatabaseBinary): Promise<string> {
  const answer = await askVersion(path ?? '');
  if ('version' in answer) return answer.version;
  throw new DatabaseError({ kind: 'not-a-mongod', source, problem: answer.problem });
}
