import { watchQuietness } from '../../machine/quietness.js';
import type { Calibration, RoundCost } from '../../model/calibration.js';
import type { Forecast } from '../../model/forecast.js';
import { appliesTo, type Phase, type Plan } from '../../model/plan.js';
import type { PilotFacts } from '../../model/record.js';
import type { RunningServer } from '../../rig/server/server.js';
import type { RunContext } from '../round/context.js';
import { freshData } from '../round/fresh-data.js';
import { startArm } from '../round/round.js';
import { RoundArms, RoundOver } from '../round/round-arms.js';
import { compareAnswers } from '../round/same-answers.js';
import { measureSlice, targetOf } from '../round/slice.js';
import { warmUp } from '../round/warm-up.js';
import { BudgetError } from './budget-error.js';

/** Half of what the slowest arm sustains: loaded, and far from the queueing that would drown every other difference. */
const shareOfCapacity = 0.5;
/** Requests for each connection in a batch that only finds out how many fit into `batchMs`. */
const probePerConnection = 2;
/** Fewer than this for each connection, and a batch is mostly its start and its end. */
const fewestPerConnection = 2;
/** Fewer turns than this, and one that was held up weighs too much. */
const fewestTurns = 60;
/** What a batch or a slice takes beside its load: readings, connections, autocannon's last sample. */
const sliceOverheadMs = 60;

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
    answersSha256: found.answersSha256,
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

/** Do all arms still answer as they did? Gives the digest; throws ArmFailure where they differ among themselves. */
export function checkSameAnswers(context: RunContext): Promise<string> {
  return withServers(context, (servers) => compareAnswers(context, servers));
}

interface Found {
  readonly answersSha256: string;
  /** Closed-loop requests per second of each arm; empty for a scenario without any. */
  readonly perSecond: ReadonlyMap<string, number>;
  readonly cost: Omit<RoundCost, 'otherPhasesMs'>;
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
    const answersSha256 = await compareAnswers(context, servers);
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
    return { answersSha256, perSecond };
  });
  const stopMs = performance.now() - loadedMs;
  const fixedMs = plan.profile.startupCycles * (readyMs + stopMs) + warmMs;
  return { ...found, cost: { fixedMs, turnMs } };
}

/** The closed-loop requests per second that each arm sustains, from batches whose size a first, small one decides. */
async function measureCapacity(
  context: RunContext,
  servers: readonly RunningServer[],
): Promise<ReadonlyMap<string, number>> {
  const { plan } = context;
  const phase = plan.profile.phases.find((each) => each.kind === 'closed');
  const perSecond = new Map<string, number>();
  if (!phase || !appliesTo('closed', plan.scenario)) return perSecond;
  const { connections, batchMs } = phase;
  const batch = async (server: RunningServer, index: number, requestCount: number) => {
    const { load } = await measureSlice(context, server, index, {
      kind: 'closed',
      target: targetOf(server),
      seed: plan.seed + index,
      requestTimeoutMs: plan.load.requestTimeoutMs,
      connections,
      requestCount,
    });
    return load.responseCount / (load.elapsedMs / 1000);
  };
  for (const server of servers) perSecond.set(server.armName, await batch(server, 0, connections * probePerConnection));
  // A second batch of the right size: the first opened connections and pools.
  const requestCount = requestsIn(batchMs, perSecond, connections);
  for (const server of servers) perSecond.set(server.armName, await batch(server, 1, requestCount));
  return perSecond;
}

/** How many requests the slowest arm answers in this time, and no fewer than make a batch. */
function requestsIn(batchMs: number, perSecond: ReadonlyMap<string, number>, connections: number): number {
  const slowest = Math.min(...perSecond.values());
  return Math.max(fewestPerConnection * connections, Math.round((slowest * batchMs) / 1000));
}

/** The plan's phases with every `auto` settled. */
function withAmounts({ profile, arms }: Plan, { perSecond, cost }: Found): readonly Phase[] {
  // Where there is no closed loop, what one request after another makes.
  const slowest = perSecond.size > 0 ? Math.min(...perSecond.values()) : (1000 * arms.length) / cost.turnMs;
  return profile.phases.map((phase) => {
    if (phase.kind === 'turns' && phase.maxMs !== undefined)
      return { ...phase, turns: Math.min(phase.turns, Math.max(fewestTurns, Math.round(phase.maxMs / cost.turnMs))) };
    if (phase.kind === 'closed' && phase.requestsPerBatch === 'auto' && perSecond.size > 0)
      return { ...phase, requestsPerBatch: requestsIn(phase.batchMs, perSecond, phase.connections) };
    if (phase.kind === 'open' && phase.ratePerSecond === 'auto')
      return { ...phase, ratePerSecond: Math.max(1, Math.floor(slowest * shareOfCapacity)) };
    return phase;
  });
}

/** What all phases but the turns take in a round, by their amounts. */
function otherPhasesMs(plan: Plan, phases: readonly Phase[], { perSecond, cost }: Found): number {
  const arms = plan.arms.length;
  return phases
    .filter(({ kind }) => appliesTo(kind, plan.scenario))
    .reduce((sum, phase) => {
      if (phase.kind === 'closed' && typeof phase.requestsPerBatch === 'number') {
        const { requestsPerBatch, batchesPerArm } = phase;
        const once = [...perSecond.values()].reduce((ms, rate) => ms + (1000 * requestsPerBatch) / rate, 0);
        return sum + batchesPerArm * (once + arms * sliceOverheadMs);
      }
      if (phase.kind === 'stream')
        return (
          sum + phase.slicesPerArm * ((phase.requestsPerSlice * cost.turnMs) / phase.streams + arms * sliceOverheadMs)
        );
      if (phase.kind === 'open') return sum + phase.slicesPerArm * arms * (phase.sliceMs + 2 * sliceOverheadMs);
      return sum;
    }, 0);
}
