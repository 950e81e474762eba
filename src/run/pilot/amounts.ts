import { runsOnNode } from '../../model/arm.js';
import type { RoundCost } from '../../model/calibration.js';
import { appliesTo, type Phase, type Plan } from '../../model/plan.js';
import { growthParts } from '../round/memory-growth.js';

/** Half of what the slowest arm sustains: loaded, and far from the queueing that would drown every other difference. */
const shareOfCapacity = 0.5;
/** Fewer than this for each connection, and a batch is mostly its start and its end. */
const fewestPerConnection = 2;
/** Fewer turns than this, and one that was held up weighs too much. */
const fewestTurns = 60;
/**
 * Where a program begins threads for its requests, as Python's servers do, its CPU is known in steps of 10 ms. With
 * turns for this long a round has a hundred of them.
 */
const coarseCpuMs = 2500;
/** What a batch or a slice takes beside its load: readings, connections, autocannon's last sample. */
const sliceOverheadMs = 60;

/** What the pilot knows of a round's cost. */
export interface Sustained {
  /** Closed-loop requests per second of each arm; empty for a scenario without any. */
  readonly perSecond: ReadonlyMap<string, number>;
  readonly cost: Omit<RoundCost, 'otherPhasesMs'>;
}

/** How many requests the slowest arm answers in this time, and no fewer than make a batch. */
export function requestsIn(batchMs: number, perSecond: ReadonlyMap<string, number>, connections: number): number {
  const slowest = Math.min(...perSecond.values());
  return Math.max(fewestPerConnection * connections, Math.round((slowest * batchMs) / 1000));
}

/** As many as the profile has, or as its times want. */
function turnsIn(phase: Extract<Phase, { kind: 'turns' }>, turnMs: number, isCoarse: boolean): number {
  const { turns, maxMs = Number.POSITIVE_INFINITY, minMs = 0 } = phase;
  const atMost = Math.min(turns, Math.max(fewestTurns, Math.round(maxMs / turnMs)));
  return Math.max(atMost, Math.round((isCoarse ? Math.max(minMs, coarseCpuMs) : minMs) / turnMs));
}

/** The plan's phases with every `auto` settled. */
export function withAmounts({ profile, arms }: Plan, { perSecond, cost }: Sustained): readonly Phase[] {
  // Where there is no closed loop, what one request after another makes.
  const slowest = perSecond.size > 0 ? Math.min(...perSecond.values()) : (1000 * arms.length) / cost.turnMs;
  return profile.phases.map((phase) => {
    if (phase.kind === 'turns') return { ...phase, turns: turnsIn(phase, cost.turnMs, !arms.every(runsOnNode)) };
    if (phase.kind === 'closed' && phase.requestsPerBatch === 'auto' && perSecond.size > 0)
      return { ...phase, requestsPerBatch: requestsIn(phase.batchMs, perSecond, phase.connections) };
    if (phase.kind === 'open' && phase.ratePerSecond === 'auto')
      return { ...phase, ratePerSecond: Math.max(1, Math.floor(slowest * shareOfCapacity)) };
    return phase;
  });
}

/** What all phases but the turns take in a round, by their amounts. */
export function otherPhasesMs(plan: Plan, phases: readonly Phase[], { perSecond, cost }: Sustained): number {
  const arms = plan.arms.length;
  return phases
    .filter(({ kind }) => appliesTo(kind, plan.scenario))
    .reduce((sum, phase) => {
      if (phase.kind === 'closed' && typeof phase.requestsPerBatch === 'number') {
        const { requestsPerBatch, batchesPerArm } = phase;
        const once = [...perSecond.values()].reduce((ms, rate) => ms + (1000 * requestsPerBatch) / rate, 0);
        const { count, requestCount } = growthParts(requestsPerBatch)?.first ?? { count: 0, requestCount: 0 };
        const growthMs = count * ((once * requestCount) / requestsPerBatch + arms * sliceOverheadMs);
        return sum + batchesPerArm * (once + arms * sliceOverheadMs) + growthMs;
      }
      if (phase.kind === 'stream')
        return (
          sum + phase.slicesPerArm * ((phase.requestsPerSlice * cost.turnMs) / phase.streams + arms * sliceOverheadMs)
        );
      if (phase.kind === 'open') return sum + phase.slicesPerArm * arms * (phase.sliceMs + 2 * sliceOverheadMs);
      return sum;
    }, 0);
}
