import { startLoad } from '../../load/driver.js';
import { hostFacts } from '../../machine/quietness.js';
import type { ClaimsPlan, ClaimsRecord, ExperimentRound } from '../../model/claims-record.js';
import type { Placeholders } from '../../model/placeholders.js';
import type { ProgressEvent } from '../../model/progress.js';
import { type RunningDatabase, startDatabase } from '../../rig/database/database.js';
import { seedDatabase } from '../../rig/database/seed.js';
import { startWarden, type Warden } from '../../rig/guard/warden.js';
import { startLinks } from '../../rig/link/link.js';
import { prepareSources } from '../sources/arm-sources.js';
import type { Bench } from './bench.js';
import { measureExperimentRound } from './measure-round.js';
import { Pace } from './pace.js';

/** What a run of claims needs from outside. */
export interface ClaimsOptions {
  readonly repository: string;
  readonly runId: string;
  readonly toolVersion: string;
  readonly signal: AbortSignal;
  readonly onProgress: (event: ProgressEvent) => void;
  /** Called with all that is known, after every round. */
  readonly save: (record: ClaimsRecord) => void;
  /** The record that this run goes on with. */
  readonly resume?: ClaimsRecord | undefined;
}

/** A round in which an arm fails is measured once more; an experiment whose arms fail again and again is given up. */
const mostFailedRounds = 2;

/**
 * Carries out every experiment of a plan, round by round, and gives the record, whose `end` says how it ended. Rejects
 * for what kept it from starting (DatabaseError, RigError) and for faults of the bench, after it has been saved.
 * Nothing that it started is left when it settles, nor after SIGKILL.
 */
export async function runClaims(plan: ClaimsPlan, options: ClaimsOptions): Promise<ClaimsRecord> {
  const startedMs = performance.now();
  const { resume } = options;
  let record: ClaimsRecord = resume ?? {
    schemaVersion: 1,
    kind: 'claims',
    toolVersion: options.toolVersion,
    runId: options.runId,
    startedAtIso: new Date().toISOString(),
    elapsedMs: 0,
    end: { state: 'running' },
    host: hostFacts(),
    plan,
    database: undefined,
    dataChecksum: undefined,
    results: plan.book.experiments.map(({ id }) => ({ id, rounds: [] })),
  };
  const earlierMs = record.elapsedMs;
  const update = (change: Partial<ClaimsRecord>) => {
    record = { ...record, ...change, elapsedMs: earlierMs + performance.now() - startedMs };
    options.save(record);
  };
  const addRound = (id: string, round: ExperimentRound) =>
    update({
      results: record.results.map((result) =>
        result.id === id ? { ...result, rounds: [...result.rounds, round] } : result,
      ),
    });
  const warden = await startWarden();
  try {
    await withBench(plan, options, warden, update, async (bench, surroundings) => {
      const pace = new Pace(plan, record.results);
      for (const [experimentIndex, experiment] of plan.book.experiments.entries()) {
        const maxRounds = experiment.rounds[plan.profile];
        const rounds = () => record.results.find(({ id }) => id === experiment.id)?.rounds ?? [];
        for (let index = rounds().length; wants(rounds(), maxRounds); index++) {
          options.signal.throwIfAborted();
          const position = { experimentIndex, experimentCount: plan.book.experiments.length };
          const { title } = experiment;
          const remainingMs = pace.remainingMs(record.results);
          options.onProgress({ kind: 'experiment', title, ...position, roundIndex: index, maxRounds, remainingMs });
          const seed = plan.seed + 1000 * experimentIndex + index;
          const arms = plan.arms[experiment.id] ?? [];
          const round = await measureExperimentRound(bench, { ...surroundings, experiment, arms, index, seed });
          pace.took(experiment, round.elapsedMs);
          addRound(experiment.id, round);
        }
      }
    });
    update({ end: { state: 'complete' } });
    return record;
  } catch (error) {
    if (!options.signal.aborted) {
      update({ end: { state: 'failed', message: (error as Error).message } });
      throw error;
    }
    update({ end: { state: 'interrupted' } });
    return record;
  } finally {
    await warden.close();
  }
}

/** Is another round of it to be measured? */
function wants(rounds: readonly ExperimentRound[], maxRounds: number): boolean {
  const failed = rounds.filter(({ observations }) => observations.some(({ state }) => state === 'failed')).length;
  return rounds.length - failed < maxRounds && failed < mostFailedRounds;
}

type Surroundings = Pick<Parameters<typeof measureExperimentRound>[1], 'links' | 'shared'>;

async function withBench(
  plan: ClaimsPlan,
  { repository, runId, signal, onProgress }: ClaimsOptions,
  warden: Warden,
  update: (change: Partial<ClaimsRecord>) => void,
  use: (bench: Bench, surroundings: Surroundings) => Promise<void>,
): Promise<void> {
  const { subject } = plan.book;
  const temporaryDirectory = warden.makeTemporaryDirectory();
  const load = startLoad();
  warden.guard('group', load.pid);
  const links = await startLinks(warden);
  let database: RunningDatabase | undefined;
  let bench: Bench | undefined;
  try {
    const [reference] = Object.values(plan.arms).flat();
    if (!reference) throw new RangeError('a plan without an arm');
    const sources = await prepareSources([reference], { repository, warden, signal, onProgress });
    const folder = warden.makeTemporaryDirectory();
    const source = sources.get(reference.name)?.folder ?? repository;
    const shared: Placeholders = { repository, folder, source, port: '0', seed: String(plan.seed) };
    const filled = async () => {
      const started = await startDatabase(plan.database, { repository, warden, runId, authenticates: true });
      if (!subject.target.seed) return { started, checksum: undefined };
      const placeholders = { ...shared, database: started.templateUri };
      const { checksum } = await seedDatabase(subject.target.seed, reference, placeholders, { warden, signal });
      return { started, checksum };
    };
    onProgress({ kind: 'step', step: 'making-data' });
    const first = await filled();
    database = first.started;
    onProgress({ kind: 'database', facts: database.facts });
    update({ database: database.facts, dataChecksum: first.checksum });
    const another = async () => (await filled()).started;
    bench = { subject, warden, load, temporaryDirectory, database, startDatabase: another, signal };
    await use(bench, { links, shared });
  } finally {
    await links.close();
    await load.close();
    warden.release(load.pid);
    await (bench?.database ?? database)?.stop();
    warden.removeDirectory(temporaryDirectory);
  }
}
