import { watchQuietness } from '../../machine/quietness.js';
import type { Calibration, RoundCost } from '../../model/calibration.js';
import type { Forecast } from '../../model/forecast.js';
import type { Phase } from '../../model/plan.js';
import type { PilotFacts } from '../../model/record.js';
import type { RunningServer } from '../../rig/server/server.js';
import type { RunContext } from '../round/context.js';
import { freshData } from '../round/fresh-data.js';
import { RoundArms, RoundOver } from '../round/round-arms.js';
import { type ComparedAnswers, compareAnswers } from '../round/same-answers.js';
import { startArm } from '../round/start-arms.js';
import { warmUp } from '../round/warm-up.js';
import { otherPhasesMs, type Sustained, withAmounts } from './amounts.js';
import { BudgetError } from './budget-error.js';
import { measureCapacity } from './capacity.js';

/** What a run foresees of its rounds. */
export interface Foreseen {
  /** The phases of every round from here on, and what the run will be able to tell, and when. */
  readonly forecast: Forecast;
  /** What the first look needs from here on, in milliseconds; undefined where the budget lets it be reached. */
  readonly missingMs: number | undefined;
}

/**
 * Foresees the rounds from what they cost here, and from the machine's calibration where there is one; blind to which
 * arm is better.
 */
export type Foresee = (
  known: { readonly phases: readonly Phase[]; readonly cost: RoundCost; readonly roundsDone: number },
  calibration: Calibration | undefined,
) => Foreseen;

/**
 * Everything that is settled before the first round that counts: that all arms answer alike, how much they sustain,
 * what a round costs, and how quiet the machine usually is. Throws ArmFailure for an arm that does not start or answers
 * differently, BudgetError when the budget ends before the first look.
 */
export async function measurePilot(
  context: RunContext,
  foresee: Foresee,
  calibration: Calibration | undefined,
  sessionMs: () => number,
): Promise<PilotFacts> {
  const { plan, emit } = context;
  const quietness = watchQuietness();
  const found = await measureArms(context);
  const phases = withAmounts(plan, found);
  const cost = { ...found.cost, otherPhasesMs: otherPhasesMs(plan, phases, found) };
  const foreseen = foresee({ phases, cost, roundsDone: 0 }, calibration);
  if (foreseen.missingMs !== undefined) throw new BudgetError(plan.budgetMs ?? 0, sessionMs() + foreseen.missingMs);
  emit({ kind: 'forecast', plan, forecast: foreseen.forecast, roundsDone: 0 });
  const usual = quietness();
  return {
    phases: foreseen.forecast.phases,
    capacityPerSecond: Object.fromEntries(found.perSecond),
    cost,
    quietness: calibration ? { ...usual, foreignCpuShare: calibration.foreignCpuShare } : usual,
    answersSha256: found.answers.sha256,
    varying: found.answers.varying,
    refined: false,
  };
}

/** One server of each arm, for as long as `use` needs them. Throws ArmFailure for an arm that does not start. */
async function withServers<T>(context: RunContext, use: (servers: readonly RunningServer[]) => Promise<T>): Promise<T> {
  const servers: RunningServer[] = [];
  const { arms } = context.plan;
  try {
    await freshData(
      context,
      arms.map(({ name }) => name),
    );
    for (const arm of arms) {
      context.signal.throwIfAborted();
      servers.push(await startArm(context, arm, 0));
    }
    return await use(servers);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/**
 * The digest of the answers, without what varied when the run began: do all arms still answer as they did? Throws
 * ArmFailure where they differ among themselves.
 */
export async function answersNow(context: RunContext, { varying }: Pick<PilotFacts, 'varying'>): Promise<string> {
  return (await withServers(context, (servers) => compareAnswers(context, servers, varying ?? []))).sha256;
}

interface Found extends Sustained {
  readonly answers: ComparedAnswers;
}

async function measureArms(context: RunContext): Promise<Found> {
  const { plan } = context;
  const [first] = plan.rounds;
  if (!first) throw new RangeError('the plan has no rounds');
  const beganMs = performance.now();
  let readyMs = 0;
  let warmMs = 0;
  let turnMs = 0;
  let loadedMs = 0;
  const found = await withServers(context, async (servers) => {
    readyMs = performance.now() - beganMs;
    const answers = await compareAnswers(context, servers);
    const arms = new RoundArms(
      servers.map(({ armName }) => armName),
      servers[0]?.armName ?? '',
    );
    for (const server of servers) arms.up(server);
    const warmFromMs = performance.now();
    const warm = await warmUp(context, { planned: { ...first, armOrder: arms.names } }, arms).catch((error) => {
      throw error instanceof RoundOver ? error.last : error;
    });
    warmMs = performance.now() - warmFromMs;
    turnMs = warm.turnMs;
    arms.throwFailure();
    const perSecond = await measureCapacity(context, servers);
    loadedMs = performance.now();
    return { answers, perSecond };
  });
  const stopMs = performance.now() - loadedMs;
  const fixedMs = plan.profile.startupCycles * (readyMs + stopMs) + warmMs;
  return { ...found, cost: { fixedMs, turnMs } };
}
