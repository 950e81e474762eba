import { MongoClient } from 'mongodb';
import { patience } from '../../machine/patience.js';
import { pinProcess } from '../../machine/pin.js';
import { processCpuUs } from '../../machine/processes/proc.js';
import type { DatabaseChoice } from '../../model/plan.js';
import type { DatabaseFacts } from '../../model/surroundings.js';
import type { Warden } from '../guard/warden.js';
import { DatabaseError, type RigError } from '../rig-error.js';
import { DatabaseAsker } from './asker.js';
import { copyDatabase } from './copy-database.js';
import { externalDatabase, launchDatabase } from './launch.js';
import { DatabaseNames, databaseUri } from './names.js';
import type { DatabaseReading } from './reading.js';

/**
 * The database of one run. What asks it throws RigError when it is dead or does not answer, DatabaseError when it
 * refuses.
 */
export interface RunningDatabase {
  readonly facts: DatabaseFacts;
  /** The process that the rig launched; undefined for a server that was already there. */
  readonly pid: number | undefined;
  /**
   * The address of an empty database with a name of this run's own: what an earlier part of the run left there is
   * dropped.
   */
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

/** For a database that may be far away; and for one that is near, on a machine of usual speed. */
const connectMs = 3000;
const nearConnectMs = 500;
/** How long the database may take to answer a question, and to copy an arm's data. */
const maxAnswerMs = 20_000;
const maxCopyMs = 300_000;

/** Launches or reaches the database for a run. Throws DatabaseError. */
export async function startDatabase(
  choice: DatabaseChoice,
  options: {
    repository: string;
    warden: Warden;
    runId: string;
    cores?: readonly number[] | undefined;
    /** Of one that is launched: clients must say who they are. */
    authenticates?: boolean;
  },
): Promise<RunningDatabase> {
  const launched = choice.kind === 'uri' ? externalDatabase(choice.uri) : await launchDatabase(choice, options);
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
    const { message } = error as Error;
    throw new DatabaseError({ kind: 'database-unreachable', source: launched.facts.source, message });
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
