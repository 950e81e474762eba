import { startLoad } from '../../load/driver.js';
import type { Arm } from '../../model/arm.js';
import type { Placeholders } from '../../model/placeholders.js';
import type { DatabaseChoice } from '../../model/plan.js';
import type { ProgressEvent } from '../../model/progress.js';
import type { SourceFacts } from '../../model/record.js';
import type { Scenario } from '../../model/scenario.js';
import { type RunningDatabase, startDatabase } from '../../rig/database/database.js';
import { seedDatabase } from '../../rig/database/seed.js';
import { startWarden, type Warden } from '../../rig/guard/warden.js';
import { startLinks } from '../../rig/link/link.js';
import { prepareSources } from '../sources/arm-sources.js';
import type { Bench } from './bench.js';

/** What experiments need of a bench. */
export interface BenchPlan {
  readonly subject: Scenario;
  /** At least one of all whose code is the same; the data is made with the first. */
  readonly arms: readonly Arm[];
  readonly seed: number;
  /** Absent: no arm asks for one. */
  readonly database?: DatabaseChoice | undefined;
}

/** What a bench is put up with. */
export interface BenchOptions {
  readonly repository: string;
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly onProgress: (event: ProgressEvent) => void;
}

/** What a bench was made of: code, and the checksum of the data. */
export interface Made {
  readonly sources: readonly SourceFacts[];
  readonly dataChecksum: string | undefined;
}

/**
 * Puts up what every experiment of a plan needs (warden, load, links, a database with data), lets it be used, and takes
 * it down again, however that ends. `use` is told what it was made of.
 */
export async function withBench(
  plan: BenchPlan,
  options: BenchOptions,
  use: (bench: Bench, made: Made) => Promise<void>,
): Promise<void> {
  const warden = await startWarden();
  try {
    await guarded(plan, options, warden, use);
  } finally {
    await warden.close();
  }
}

async function guarded(
  plan: BenchPlan,
  { repository, runId, signal, onProgress }: BenchOptions,
  warden: Warden,
  use: (bench: Bench, made: Made) => Promise<void>,
): Promise<void> {
  const { subject, arms } = plan;
  const [reference] = arms;
  if (!reference) throw new RangeError('a plan without an arm');
  const temporaryDirectory = warden.makeTemporaryDirectory();
  const load = startLoad();
  warden.guard('group', load.pid);
  const links = await startLinks(warden);
  let bench: Bench | undefined;
  try {
    const owners = new Map(arms.toReversed().map((arm) => [codeOf(arm), arm]));
    const sources = await prepareSources([...owners.values()], { repository, warden, signal, onProgress });
    const facts = [...sources.values()].map((source) => source.facts);
    const folderOf = (arm: Arm) => sources.get(owners.get(codeOf(arm))?.name ?? '')?.folder ?? repository;
    const folder = warden.makeTemporaryDirectory();
    const shared: Placeholders = {
      repository,
      folder,
      source: folderOf(reference),
      port: '0',
      seed: String(plan.seed),
    };
    const seeded = async (database: RunningDatabase): Promise<string | undefined> => {
      if (!subject.target.seed) return undefined;
      const placeholders = { ...shared, database: database.templateUri };
      return (await seedDatabase(subject.target.seed, reference, placeholders, { warden, signal })).checksum;
    };
    // As in production; a user's own server may know no password.
    const launch = { repository, warden, runId, authenticates: subject.own === undefined };
    const common = { subject, warden, load, links, shared, folderOf, temporaryDirectory, signal };
    const { database: choice } = plan;
    if (choice === undefined) {
      bench = { ...common, database: undefined, startAnother: () => Promise.reject(new TypeError('no database')) };
      await use(bench, { sources: facts, dataChecksum: undefined });
      return;
    }
    const startAnother = async () => {
      const other = await startDatabase(choice, launch);
      await seeded(other).catch(async (error) => {
        await other.stop();
        throw error;
      });
      return other;
    };
    const database = await startDatabase(choice, launch);
    bench = { ...common, database, startAnother };
    onProgress({ kind: 'database', facts: database.facts });
    onProgress({ kind: 'step', step: 'making-data' });
    await use(bench, { sources: facts, dataChecksum: await seeded(database) });
  } finally {
    await links.close();
    await load.close();
    warden.release(load.pid);
    await bench?.database?.stop();
    warden.removeDirectory(temporaryDirectory);
  }
}

/** What makes the code of two arms the same: one checkout is enough for both. */
function codeOf({ source, nodeBinary }: Arm): string {
  return JSON.stringify([source, source.kind === 'git' && nodeBinary]);
}
