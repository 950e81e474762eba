import type { ChildProcess } from 'node:child_process';
import { MongoClient } from 'mongodb';
import { memoryFolder, sharedMemory } from '../../machine/facts/memory.js';
import { patience } from '../../machine/patience.js';
import { pinProcess } from '../../machine/pin.js';
import { processCpuUs } from '../../machine/processes/proc.js';
import type { DatabaseChoice } from '../../model/plan.js';
import type { DatabaseUsage } from '../../model/record.js';
import type { DatabaseFacts } from '../../model/surroundings.js';
import { DatabaseError, type RigError } from '../error.js';
import type { Warden } from '../guard/warden.js';
import { DatabaseAsker } from './asker.js';
import { copyDatabase } from './copy-database.js';
import { chooseBinary, versionOf } from './find-mongod.js';
import { DatabaseNames } from './names.js';

/** Totals since the database began. */
export interface DatabaseReading {
  readonly commands: number;
  readonly connectionsOpened: number;
  readonly cpuUs: number | undefined;
}

/** The database of one run. What asks it throws RigError when it is dead or does not answer, DatabaseError when it refuses. */
export interface RunningDatabase {
  readonly facts: DatabaseFacts;
  /** The process that the rig launched; undefined for a server that was already there. */
  readonly pid: number | undefined;
  /** The address of an empty database with a name of this run's own: what an earlier part of the run left there is dropped. */
  createFor(armName: string): Promise<string>;
  /** The address of the database that arms get copies of. */
  readonly templateUri: string;
  /** Makes an arm's database what the template is, whatever was in it. */
  refill(armName: string): Promise<void>;
  read(): Promise<DatabaseReading>;
  /** What the stand-in has refused so far, by feature: an application may hide it. Empty for a real mongod. */
  refusals(): Promise<Readonly<Record<string, number>>>;
  /** That its process has ended; undefined while it runs, and for a server that was already there. */
  failure(): RigError | undefined;
  /** Drops the databases that this run made, and no other, unless it is dead. Stops what the rig launched. */
  stop(): Promise<void>;
}

interface Launched {
  readonly uri: string;
  readonly facts: DatabaseFacts;
  readonly process: ChildProcess | undefined;
  stop(): Promise<void>;
}

const launchMs = 30_000;
/** For a database that may be far away; and for one that is near, on a machine of usual speed. */
const connectMs = 3000;
const nearConnectMs = 500;
/** How long the database may take to answer a question, and to copy an arm's data. */
const maxAnswerMs = 20_000;
const maxCopyMs = 300_000;

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

/** Launches a real mongod, or the stand-in by the very same way: through mongodb-memory-server. */
async function launch(
  choice: Exclude<DatabaseChoice, { kind: 'uri' }>,
  repository: string,
  warden: Warden,
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
      instance: { dbPath, ip: '127.0.0.1', storageEngine: 'wiredTiger', launchTimeout },
    }),
  ).catch((error: Error) => {
    warden.removeDirectory(dbPath);
    throw new DatabaseError(`the database (${binary.source}) did not start: ${error.message.split('\n')[0]}`);
  });
  const mongod = server.instanceInfo?.instance.mongodProcess;
  const pid = mongod?.pid;
  if (pid !== undefined) warden.guard('process', pid);
  return {
    uri: server.getUri(),
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

function external(uri: string): Launched {
  const source = uri.replace(/\/\/[^@/]*@/, '//');
  return {
    uri,
    process: undefined,
    facts: { kind: 'external', version: 'unknown', source, storage: 'unknown' },
    stop: async () => undefined,
  };
}

/** The address of one database on a server: the path of the URI replaced, its options kept. */
function databaseUri(serverUri: string, name: string): string {
  const [, start = '', options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(serverUri) ?? [];
  // Users of a server are usually kept in its admin database, not in the one that is used.
  const authenticated =
    start.includes('@') && !options.includes('authSource')
      ? `${options ? `${options}&` : '?'}authSource=admin`
      : options;
  return `${start}/${name}${authenticated}`;
}

/** Launches or reaches the database for a run. Throws DatabaseError with one clear line. */
export async function startDatabase(
  choice: DatabaseChoice,
  options: { repository: string; warden: Warden; runId: string; cores?: readonly number[] | undefined },
): Promise<RunningDatabase> {
  const launched =
    choice.kind === 'uri' ? external(choice.uri) : await launch(choice, options.repository, options.warden);
  const pid = launched.process?.pid;
  if (options.cores && pid !== undefined) await pinProcess(pid, options.cores);
  const selectionMs = Math.max(connectMs, await patience(nearConnectMs));
  const client = new MongoClient(databaseUri(launched.uri, 'admin'), {
    serverSelectionTimeoutMS: selectionMs,
    connectTimeoutMS: selectionMs,
    maxPoolSize: 1,
  });
  const admin = client.db('admin');
  let facts: DatabaseFacts;
  try {
    const { version } = await admin.command({ buildInfo: 1 });
    facts = { ...launched.facts, version: String(version) };
  } catch (error) {
    await client.close();
    await launched.stop();
    throw new DatabaseError(
      `--db: no MongoDB answers at ${launched.facts.source}: ${(error as Error).message}; start one there, or leave --db out`,
    );
  }
  const names = new DatabaseNames(options.runId);
  const asker = new DatabaseAsker(launched.facts.source, launched.process);
  const copyMs = await patience(maxCopyMs);
  const answerMs = await patience(maxAnswerMs);
  return {
    facts,
    pid,
    async createFor(armName) {
      const name = names.of(armName);
      await asker.ask(() => client.db(name).dropDatabase(), answerMs);
      return databaseUri(launched.uri, name);
    },
    templateUri: databaseUri(launched.uri, names.template),
    refill: (armName) => asker.ask(() => copyDatabase(client, names.template, names.of(armName)), copyMs),
    async read() {
      const status = await asker.ask(() => admin.command({ serverStatus: 1 }), answerMs);
      const commands = Object.values(status.opcounters as Record<string, number>).reduce(
        (sum, count) => sum + Number(count),
        0,
      );
      return {
        commands,
        connectionsOpened: Number(status.connections.totalCreated),
        cpuUs: pid === undefined ? undefined : processCpuUs(pid),
      };
    },
    async refusals() {
      const { lotusBench } = await asker.ask(() => admin.command({ serverStatus: 1 }), answerMs);
      return Object.fromEntries(
        Object.entries((lotusBench?.refused ?? {}) as Record<string, number>).map(([name, n]) => [name, Number(n)]),
      );
    },
    failure: () => asker.failure(),
    async stop() {
      // The stand-in forgets everything when it ends; a server that goes on must be left as it was found.
      const mustDrop = launched.process === undefined && asker.failure() === undefined;
      try {
        if (mustDrop) for (const name of names.all()) await asker.ask(() => client.db(name).dropDatabase(), answerMs);
      } finally {
        // By force: a connection on which an answer is awaited would be waited for.
        await client.close(true);
        await launched.stop();
      }
    },
  };
}

/** What the database did between two readings; the reading itself is one command, and not counted. */
export function databaseUsageBetween(start: DatabaseReading, end: DatabaseReading): DatabaseUsage {
  return {
    commands: end.commands - start.commands - 1,
    connectionsOpened: end.connectionsOpened - start.connectionsOpened,
    cpuUs: start.cpuUs === undefined || end.cpuUs === undefined ? undefined : end.cpuUs - start.cpuUs,
  };
}
