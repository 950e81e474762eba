import { startLoad } from '../load/driver.js';
import type { Calibration } from '../model/calibration.js';
import type { Plan } from '../model/plan.js';
import type { ProgressEvent } from '../model/progress.js';
import type { EndState, PilotFacts, Round, RunRecord } from '../model/record.js';
import { startDatabase } from '../rig/database.js';
import { hostFacts } from '../rig/host.js';
import { seedDatabase } from '../rig/seed.js';
import { startWarden, type Warden } from '../rig/warden.js';
import { ArmFailure } from './arm-failure.js';
import { type ChooseSlices, measureCapacity } from './pilot.js';
import { disturbance } from './quiet-rounds.js';
import { measureRound } from './round.js';
import type { Stage } from './stage.js';

/** What a run needs from outside: where things are, who decides, who listens. */
export interface RunOptions {
  readonly runId: string;
  readonly toolVersion: string;
  readonly repository: string;
  readonly signal: AbortSignal;
  /** Whether the rounds so far settle it. Asked after every round; only scheduled looks may answer `stop`. */
  readonly decide: (record: RunRecord) => { readonly state: 'continue' | 'stop'; readonly reason: string };
  /** The calibration that holds for this run, asked once its database is known; what it throws ends the run. */
  readonly calibrationFor: (record: RunRecord) => Calibration | undefined;
  readonly chooseSlices: ChooseSlices;
  /** Ratios without intervals, for the progress line. */
  readonly estimates: (record: RunRecord) => Extract<ProgressEvent, { kind: 'round-done' }>['estimates'];
  readonly onProgress: (event: ProgressEvent) => void;
  /** Called after every round with all that is known: nothing measured is lost. */
  readonly save: (record: RunRecord) => void;
}

/** Invalid rounds in a row after which it is pointless to go on. */
const mostInvalidRounds = 2;

/** The record as it grows. */
class Recorder {
  #record: RunRecord;
  readonly #startedMs = performance.now();
  readonly #save: (record: RunRecord) => void;

  constructor(plan: Plan, { runId, toolVersion, save }: RunOptions) {
    this.#save = save;
    this.#record = {
      schemaVersion: 1,
      toolVersion,
      runId,
      startedAtIso: new Date().toISOString(),
      elapsedMs: 0,
      end: { state: 'running', detail: '' },
      host: hostFacts(),
      plan,
      database: undefined,
      seeds: [],
      pilot: undefined,
      rounds: [],
      warnings: [],
    };
  }

  get record(): RunRecord {
    return this.#record;
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedMs;
  }

  update(change: Partial<RunRecord>): void {
    this.#record = { ...this.#record, ...change, elapsedMs: this.elapsedMs };
    this.#save(this.#record);
  }

  end(state: EndState, detail: string): RunRecord {
    this.update({ end: { state, detail } });
    return this.#record;
  }
}

/**
 * Walks a plan: database, data, pilot, rounds until it is decided, the budget ends or the user interrupts. Gives the
 * record, whose `end` says which. Rejects for what kept it from starting (DatabaseError, RigError) and for faults of the bench.
 * Nothing that it started is left when it settles, nor after SIGKILL.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<RunRecord> {
  const recorder = new Recorder(plan, options);
  const warden = await startWarden();
  try {
    return await runGuarded(plan, options, recorder, warden);
  } catch (error) {
    if (options.signal.aborted) return recorder.end('interrupted', 'interrupted by the user');
    if (error instanceof ArmFailure) return failedArm(recorder, plan, error);
    recorder.end('failed', (error as Error).message);
    throw error;
  } finally {
    await warden.close();
  }
}

async function runGuarded(plan: Plan, options: RunOptions, recorder: Recorder, warden: Warden): Promise<RunRecord> {
  const { signal, onProgress, repository } = options;
  const temporaryDirectory = warden.makeTemporaryDirectory();
  const database = await startDatabase(plan.database, { repository, warden, runId: options.runId });
  const load = startLoad();
  warden.guard('group', load.pid);
  try {
    recorder.update({ database: database.facts });
    onProgress({ kind: 'database', facts: database.facts });
    const calibration = options.calibrationFor(recorder.record);
    if (calibration) recorder.update({ calibration });
    const media = warden.makeTemporaryDirectory();
    const armEnv = Object.fromEntries(
      plan.arms.map(({ name }) => [name, { MONGODB_URI: database.createFor(name), LOTUS_MEDIA: media }]),
    );
    const stage: Stage = {
      plan,
      warden,
      database,
      armEnv,
      load,
      repository,
      temporaryDirectory,
      emit: onProgress,
      signal,
    };
    await seedAll(stage, recorder);
    await load.prepare(plan.scenario);
    onProgress({ kind: 'step', text: 'pilot: comparing the answers of all arms, and how much they bear' });
    const pilot = await measurePilot(stage, options, calibration);
    recorder.update({ pilot });
    return await measureRounds(stage, options, recorder, pilot);
  } finally {
    await load.close();
    warden.release(load.pid);
    await database.stop();
    warden.removeDirectory(temporaryDirectory);
  }
}

async function seedAll(stage: Stage, recorder: Recorder): Promise<void> {
  const { seed } = stage.plan.scenario;
  if (!seed) return;
  for (const { name } of stage.plan.arms) {
    stage.signal.throwIfAborted();
    stage.emit({ kind: 'step', text: `filling the database of ${name}` });
    const facts = await seedDatabase(
      seed,
      name,
      { LOTUS_SEED: String(stage.plan.seed), ...stage.armEnv[name] },
      stage.repository,
      stage.signal,
    );
    recorder.update({ seeds: [...recorder.record.seeds, facts] });
  }
  const checksums = new Set(recorder.record.seeds.map(({ checksum }) => checksum));
  if (checksums.size > 1) throw new Error(`the arms were given different data: ${[...checksums].join(', ')}`);
}

/**
 * Capacity and answers, then rounds that are thrown away, from which the number of slices is chosen. A calibration knows
 * as much as they would tell, from more rounds: then there are none (method §5.7).
 */
async function measurePilot(
  stage: Stage,
  { chooseSlices }: RunOptions,
  calibration: Calibration | undefined,
): Promise<PilotFacts> {
  const pilot = await measureCapacity(stage);
  if (calibration && stage.plan.profile.pilotRounds > 0) {
    const { openSlicesPerArm, forecast } = chooseSlices({ calibration });
    stage.emit({ kind: 'step', text: `calibrated, no pilot rounds: ${forecast}` });
    return { ...pilot, openSlicesPerArm, foreignCpuShare: calibration.foreignCpuShare };
  }
  const rounds: Round[] = [];
  for (const planned of stage.plan.rounds.slice(0, stage.plan.profile.pilotRounds)) {
    stage.emit({ kind: 'step', text: `pilot round ${rounds.length + 1} of ${stage.plan.profile.pilotRounds}` });
    rounds.push(await measureRound(stage, { ...pilot, planned, attempt: 0 }));
  }
  if (rounds.length === 0) return pilot;
  const shares = rounds.flatMap(({ quietness }) => quietness.foreignCpuShare ?? []).toSorted((a, b) => a - b);
  const { openSlicesPerArm, forecast } = chooseSlices({ pilotRounds: rounds });
  stage.emit({ kind: 'step', text: forecast });
  return { ...pilot, openSlicesPerArm, foreignCpuShare: shares[Math.floor(shares.length / 2)] };
}

async function measureRounds(
  stage: Stage,
  options: RunOptions,
  recorder: Recorder,
  pilot: PilotFacts,
): Promise<RunRecord> {
  const { plan } = stage;
  const mostRepetitions = Math.floor(plan.rounds.length / 2);
  let repetitions = 0;
  let invalid = 0;
  for (const planned of plan.rounds) {
    for (let attempt = 0; ; attempt++) {
      if (plan.budgetMs !== undefined && wouldExceed(plan.budgetMs, recorder))
        return recorder.end('budget', `the budget of ${plan.budgetMs / 1000} s was used up`);
      const round = await measureRound(stage, { ...pilot, planned, attempt });
      const disturbed = repetitions < mostRepetitions ? disturbance(round, pilot) : undefined;
      recorder.update({
        rounds: [...recorder.record.rounds, disturbed === undefined ? round : { ...round, redone: disturbed }],
      });
      options.onProgress(roundDone(recorder, planned.index, options, disturbed));
      if (disturbed === undefined) {
        invalid = round.trials.some(({ state }) => state === 'invalid') ? invalid + 1 : 0;
        break;
      }
      repetitions++;
    }
    if (invalid >= mostInvalidRounds) return recorder.end('failed', `${invalid} rounds in a row were invalid`);
    const decision = options.decide(recorder.record);
    if (decision.state === 'stop') return recorder.end('complete', decision.reason);
  }
  return recorder.end('complete', 'all rounds of the plan were measured');
}

/** Would another round, as long as those before it, end after the budget? */
function wouldExceed(budgetMs: number, { record, elapsedMs }: Recorder): boolean {
  const durations = record.rounds.map((round) => round.elapsedMs);
  const typicalMs = durations.reduce((sum, duration) => sum + duration, 0) / Math.max(1, durations.length);
  return elapsedMs + typicalMs > budgetMs;
}

function roundDone(
  recorder: Recorder,
  roundIndex: number,
  { estimates }: RunOptions,
  redone: string | undefined,
): ProgressEvent {
  const { record, elapsedMs } = recorder;
  const mostRounds = record.plan.rounds.length;
  const perRoundMs = record.rounds.reduce((sum, round) => sum + round.elapsedMs, 0) / record.rounds.length;
  const remainingMs = perRoundMs * (mostRounds - roundIndex - 1);
  const budgetLeftMs = record.plan.budgetMs === undefined ? Number.POSITIVE_INFINITY : record.plan.budgetMs - elapsedMs;
  return {
    kind: 'round-done',
    roundIndex,
    mostRounds,
    elapsedMs,
    mostRemainingMs: Math.max(0, Math.min(remainingMs, budgetLeftMs)),
    estimates: estimates(record),
    redone,
  };
}

/** An arm that failed before the first round: one round says so, and nothing of it can be compared. */
function failedArm(recorder: Recorder, plan: Plan, { armName, error }: ArmFailure): RunRecord {
  const round: Round = {
    index: 0,
    attempt: 0,
    startedAtIso: new Date().toISOString(),
    elapsedMs: 0,
    armOrder: plan.arms.map(({ name }) => name),
    trials: [{ state: 'invalid', armName, reason: error.reason, detail: error.message, output: error.output }],
    quietness: { foreignCpuShare: undefined, stealShare: undefined, cpuPressureShare: undefined },
  };
  recorder.update({ rounds: [...recorder.record.rounds, round] });
  return recorder.end('failed', error.message);
}
