import type { ChildProcess } from 'node:child_process';
import { memoryFolder, sharedMemory } from '../../machine/facts/memory.js';
import { patience } from '../../machine/patience.js';
import { badged } from '../../machine/processes/our-processes.js';
import type { DatabaseChoice } from '../../model/plan.js';
import type { DatabaseFacts } from '../../model/surroundings.js';
import type { Warden } from '../guard/warden.js';
import { DatabaseError } from '../rig-error.js';
import { chooseBinary, versionOf } from './find-mongod.js';

/** A database server that is up, or was already there. */
export interface Launched {
  readonly uri: string;
  readonly facts: DatabaseFacts;
  readonly process: ChildProcess | undefined;
  stop(): Promise<void>;
}

/** What a launch needs. `authenticates`: clients must say who they are, by SCRAM-SHA-256; the URI has it. */
interface LaunchOptions {
  readonly repository: string;
  readonly warden: Warden;
  readonly authenticates?: boolean | undefined;
}

const launchMs = 30_000;

/** mongodb-memory-server prints a stack trace for what it also throws; the user gets one clear line of it. */
async function withoutConsole<T>(step: () => Promise<T>): Promise<T> {
  const { warn, error } = console;
  console.warn = () => undefined;
  console.error = () => undefined;
  try {
    return await step();
  } finally {
    console.warn = warn;
    console.error = error;
  }
}

/**
 * Launches a real mongod, or the stand-in by the very same way: through mongodb-memory-server. Throws DatabaseError
 * when there is none, or it does not start.
 */
export async function launchDatabase(
  choice: Exclude<DatabaseChoice, { kind: 'uri' }>,
  { repository, warden, authenticates = false }: LaunchOptions,
): Promise<Launched> {
  const binary = await chooseBinary(choice, repository);
  const version = binary.path === undefined ? undefined : await versionOf(binary);
  // The version was checked above; mongodb-memory-server's own check would only warn, on the console.
  process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK = 'false';
  process.env.MONGOMS_RUNTIME_DOWNLOAD = choice.kind === 'download' ? 'true' : 'false';
  // Without a tmpfs the files are on disk, and the record says so.
  const folder = memoryFolder(sharedMemory).state === 'writable' ? sharedMemory : undefined;
  const dbPath = warden.makeTemporaryDirectory(folder);
  const launchTimeout = await patience(launchMs);
  const { MongoMemoryServer } = await import('mongodb-memory-server');
  const server = await withoutConsole(() =>
    MongoMemoryServer.create({
      binary: {
        ...(binary.path === undefined ? {} : { systemBinary: binary.path }),
        ...(version === undefined ? {} : { version }),
      },
      spawn: { env: badged(process.env) },
      instance: { dbPath, ip: '127.0.0.1', storageEngine: 'wiredTiger', launchTimeout },
      ...(authenticates ? { auth: { enable: true } } : {}),
    }),
  ).catch((error: Error) => {
    warden.removeDirectory(dbPath);
    const [message = ''] = error.message.split('\n');
    throw new DatabaseError({ kind: 'database-not-started', source: binary.source, message });
  });
  const mongod = server.instanceInfo?.instance.mongodProcess;
  const pid = mongod?.pid;
  if (pid !== undefined) warden.guard('process', pid);
  return {
    uri: withUser(server.getUri(), server.auth),
    process: mongod,
    facts: {
      kind: binary.kind,
      version: version ?? 'unknown',
      source: binary.source,
      storage: binary.kind === 'embedded' ? 'memory' : folder ? 'tmpfs' : 'disk',
    },
    async stop() {
      await server.stop({ doCleanup: false });
      if (pid !== undefined) warden.release(pid);
      warden.removeDirectory(dbPath);
    },
  };
}

/** A server that somebody else runs; its password is no part of its facts. */
export function externalDatabase(uri: string): Launched {
  const source = uri.replace(/\/\/[^@/]*@/, '//');
  return {
    uri,
    process: undefined,
    facts: { kind: 'external', version: 'unknown', source, storage: 'unknown' },
    stop: async () => undefined,
  };
}

function withUser(uri: string, auth: { customRootName: string; customRootPwd: string } | undefined): string {
  if (!auth) return uri;
  const user = `${encodeURIComponent(auth.customRootName)}:${encodeURIComponent(auth.customRootPwd)}`;
  return uri.replace('//', `//${user}@`);
}
