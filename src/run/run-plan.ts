import { startLoad } from '../load/driver.js';
import type { Calibration } from '../model/calibration.js';
import type { Placeholders } from '../model/placeholders.js';
import type { Plan } from '../model/plan.js';
import type { PilotFacts, RunRecord } from '../model/record.js';
import { type RunningDatabase, startDatabase } from '../rig/database/database.js';
import { startWarden, type Warden } from '../rig/guard/warden.js';
import { RigError } from '../rig/rig-error.js';
import { endBy } from './end-by.js';
import { phasesNow } from './phases-now.js';
import { answersNow, type Foresee, measurePilot } from './pilot/pilot.js';
import { placeholdersOf } from './placeholders.js';
import { Recorder, type RecorderOptions } from './recorder.js';
import { databaseText, ResumeError, sameCodeOrRefuse, sameOrRefuse } from './resume-error.js';
import { ArmFailure } from './round/arm-failure.js';
import { type ArmLinks, openArmLinks } from './round/arm-links.js';
import type { RunContext } from './round/context.js';
import { fillTemplate } from './round/fresh-data.js';
import { measureRound } from './round/round.js';
import { measureRounds, type RoundsOptions } from './rounds.js';
import { prepareSources } from './sources/arm-sources.js';

/** What a run needs from outside: where things are, who decides, who listens. */
export interface RunOptions extends RecorderOptions, Omit<RoundsOptions, 'measure'> {
  readonly repository: string;
  readonly signal: AbortSignal;
  /** The calibration that holds for this run, asked once its database is known; what it throws ends the run. */
  readonly calibrationFor: (record: RunRecord) => Calibration | undefined;
  readonly foresee: Foresee;
}

/**
 * Walks a plan: database (where an arm asks for one), data, pilot, rounds until it is decided, the budget ends or the
 * user interrupts. Gives the record, whose `end` says which. With `resume` it goes on with the rounds that the record
 * lacks.
 *
 * Rejects for what kept it from starting (DatabaseError, RigError), for what it would go on with having changed
 * (ResumeError; the record stays as it was), and for faults of the bench. Nothing that it started is left when it
 * settles, nor after SIGKILL.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<RunRecord> {
  const recorder = new Recorder(plan, options);
  const warden = await startWarden();
  try {
    await runGuarded(plan, options, recorder, warden);
    return recorder.record;
  } catch (error) {
    if (options.signal.aborted) return recorder.end({ state: 'interrupted' });
    if (error instanceof ResumeError && options.resume) options.save(options.resume);
    if (error instanceof ResumeError) throw error;
    recorder.end(endBy(error));
    if (error instanceof ArmFailure) return recorder.record;
    // What was measured before the database died, or a server could not be asked any more, is reported all the same.
    if (error instanceof RigError && recorder.record.rounds.length > 0) return recorder.record;
    throw error;
  } finally {
    await warden.close();
  }
}

async function runGuarded(plan: Plan, options: RunOptions, recorder: Recorder, warden: Warden): Promise<void> {
  const { signal, onProgress, repository } = options;
  const temporaryDirectory = warden.makeTemporaryDirectory();
  const database =
    plan.database &&
    (await startDatabase(plan.database, {
      repository,
      warden,
      runId: options.runId,
      cores: plan.pinnedCores?.database,
    }));
  const load = startLoad(plan.pinnedCores?.load);
  warden.guard('group', load.pid);
  let links: ArmLinks | undefined;
  try {
    if (database) keepDatabase(recorder, database, onProgress);
    const sources = await prepareSources(plan.arms, { repository, warden, signal, onProgress });
    const facts = [...sources.values()].map((source) => source.facts);
    links = await openArmLinks(plan, warden);
    if (links) recorder.update({ links: links.facts });
    sameCodeOrRefuse(recorder.record.sources, facts);
    recorder.update({ sources: facts });
    const calibration = recorder.record.calibration ?? options.calibrationFor(recorder.record);
    if (calibration) recorder.update({ calibration });
    // Any free port: the preload tells which.
    const shared = { repository, folder: warden.makeTemporaryDirectory(), port: '0', seed: String(plan.seed) };
    const placeholders: Record<string, Placeholders> = {};
    for (const arm of plan.arms) {
      const { folder } = sources.get(arm.name) ?? { folder: repository };
      const own = await placeholdersOf(arm, folder, shared, database);
      placeholders[arm.name] = links ? await links.throughLink(arm.name, own) : own;
    }
    const common = { plan, warden, database, placeholders, load, links, temporaryDirectory };
    const context: RunContext = { ...common, emit: onProgress, signal };
    const seeds = await fillTemplate(context);
    sameOrRefuse({ kind: 'data-set' }, recorder.record.seeds[0]?.checksum, seeds[0]?.checksum);
    recorder.update({ seeds });
    await load.prepare(plan.scenario);
    const pilot = await pilotOrResume(context, options, recorder);
    recorder.update({ pilot });
    await measureRounds(recorder, pilot, {
      ...options,
      measure: (planned, attempt) =>
        measureRound(context, { planned, attempt, phases: phasesNow(context, options.foresee, recorder, pilot) }),
    });
  } finally {
    await links?.close();
    await load.close();
    warden.release(load.pid);
    if (database) await keepRefusals(recorder, database);
    await database?.stop();
    warden.removeDirectory(temporaryDirectory);
  }
}

/** Keeps which database it is. Throws ResumeError where the run that is resumed had another. */
function keepDatabase(recorder: Recorder, { facts }: RunningDatabase, onProgress: RunOptions['onProgress']): void {
  onProgress({ kind: 'database', facts });
  const then = recorder.record.database;
  sameOrRefuse({ kind: 'database' }, then && databaseText(then), databaseText(facts));
  recorder.update({ database: facts });
}

/** Keeps what the database refused, however the run ended: a server that died of it says so nowhere else. */
async function keepRefusals(recorder: Recorder, database: RunningDatabase): Promise<void> {
  if (database.failure() !== undefined) return;
  const counts = { ...recorder.record.databaseRefusals };
  for (const [feature, count] of Object.entries(await database.refusals()))
    counts[feature] = (counts[feature] ?? 0) + count;
  if (Object.keys(counts).length > 0) recorder.update({ databaseRefusals: counts });
}

/** The pilot; or, where the resumed record has one, the proof that the arms still answer as they did in it. */
async function pilotOrResume(context: RunContext, { foresee }: RunOptions, recorder: Recorder): Promise<PilotFacts> {
  const { pilot, calibration } = recorder.record;
  if (!pilot) {
    context.emit({ kind: 'step', step: 'pilot' });
    return measurePilot(context, foresee, calibration, () => recorder.sessionMs);
  }
  context.emit({ kind: 'step', step: 'comparing-with-pilot' });
  if ((await answersNow(context, pilot)) !== pilot.answersSha256) throw new ResumeError({ kind: 'answers' });
  return pilot;
}
