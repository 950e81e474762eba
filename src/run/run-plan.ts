import { startLoad } from '../load/driver.js';
import type { Calibration } from '../model/calibration.js';
import type { Plan } from '../model/plan.js';
import type { Round, RunRecord } from '../model/record.js';
import { startDatabase } from '../rig/database.js';
import { startWarden, type Warden } from '../rig/warden.js';
import { ArmFailure } from './arm-failure.js';
import { fillTemplate } from './fresh-data.js';
import { type ChooseSlices, checkAnswers, measurePilot } from './pilot.js';
import { Recorder, type RecorderOptions } from './recorder.js';
import { ResumeError } from './resume-error.js';
import { measureRound } from './round.js';
import { measureRounds, type RoundsOptions } from './rounds.js';
import type { Stage } from './stage.js';

/** What a run needs from outside: where things are, who decides, who listens. */
export interface RunOptions extends RecorderOptions, Omit<RoundsOptions, 'measure'> {
  readonly repository: string;
  readonly signal: AbortSignal;
  /** The calibration that holds for this run, asked once its database is known; what it throws ends the run. */
  readonly calibrationFor: (record: RunRecord) => Calibration | undefined;
  readonly chooseSlices: ChooseSlices;
}

/**
 * Walks a plan: database, data, pilot, rounds until it is decided, the budget ends or the user interrupts. Gives the
 * record, whose `end` says which. With `resume` it goes on with the rounds that the record lacks.
 *
 * Rejects for what kept it from starting (DatabaseError, RigError), for what it would go on with having changed
 * (ResumeError; the record stays as it was), and for faults of the bench. Nothing that it started is left when it
 * settles, nor after SIGKILL.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<RunRecord> {
  const recorder = new Recorder(plan, options);
  const warden = await startWarden();
  try {
    return await runGuarded(plan, options, recorder, warden);
  } catch (error) {
    if (options.signal.aborted) return recorder.end('interrupted', 'interrupted by the user');
    if (error instanceof ResumeError && options.resume) options.save(options.resume);
    if (error instanceof ResumeError) throw error;
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
  const database = await startDatabase(plan.database, {
    repository,
    warden,
    runId: options.runId,
    cores: plan.pinnedCores?.database,
  });
  const load = startLoad(plan.pinnedCores?.load);
  warden.guard('group', load.pid);
  try {
    onProgress({ kind: 'database', facts: database.facts });
    sameOrRefuse(recorder.record.database, database.facts, ({ kind, version }) => `${kind} ${version}`, 'the database');
    recorder.update({ database: database.facts });
    const calibration = recorder.record.calibration ?? options.calibrationFor(recorder.record);
    if (calibration) recorder.update({ calibration });
    const media = warden.makeTemporaryDirectory();
    const armEnv: Record<string, Record<string, string>> = {};
    for (const { name } of plan.arms) {
      armEnv[name] = { MONGODB_URI: await database.createFor(name), LOTUS_MEDIA: media };
    }
    const common = { plan, warden, database, armEnv, load, repository, temporaryDirectory };
    const stage: Stage = { ...common, emit: onProgress, signal };
    const seeds = await fillTemplate(stage);
    sameOrRefuse(recorder.record.seeds[0], seeds[0], ({ checksum }) => checksum, 'the data set');
    recorder.update({ seeds });
    await load.prepare(plan.scenario);
    const pilot = await settle(stage, options, recorder.record);
    recorder.update({ pilot });
    const measure: RoundsOptions['measure'] = (planned, attempt) => measureRound(stage, { ...pilot, planned, attempt });
    return await measureRounds(recorder, pilot, { ...options, measure });
  } finally {
    await load.close();
    warden.release(load.pid);
    await database.stop();
    warden.removeDirectory(temporaryDirectory);
  }
}

/** Throws ResumeError when a fact of the record that is resumed is another now. */
function sameOrRefuse<T>(then: T | undefined, now: T | undefined, text: (fact: T) => string, what: string): void {
  if (then === undefined || now === undefined || text(then) === text(now)) return;
  throw new ResumeError(`${what} is ${text(now)} now and was ${text(then)}: start a new run`);
}

/** The pilot; or, where the resumed record has one, the proof that the arms still answer as they did in it. */
async function settle(stage: Stage, { chooseSlices }: RunOptions, { pilot, calibration }: RunRecord) {
  if (!pilot) {
    stage.emit({ kind: 'step', text: 'pilot: comparing the answers of all arms, and how much they bear' });
    return measurePilot(stage, chooseSlices, calibration);
  }
  stage.emit({ kind: 'step', text: 'resumed: comparing the answers of all arms with those of the pilot' });
  if ((await checkAnswers(stage)) !== pilot.answersSha256)
    throw new ResumeError('the servers answer otherwise than they did in the pilot: start a new run');
  return pilot;
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
  recorder.addRound(round);
  return recorder.end('failed', error.message);
}
