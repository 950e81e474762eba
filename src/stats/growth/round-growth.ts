import type { MeasuredTrial, MemoryReading } from '../../model/trial.js';
import { theilSen } from '../math/theil-sen.js';

/** How the memory of one server grew in one round, or how much more than another's. In bytes a request. */
export interface RoundGrowth {
  /** Over the requests after what was timed. */
  readonly slope: number;
  /** In the first and in the second half of these; absent where they were few because nothing grew. */
  readonly halves: { readonly first: number; readonly second: number } | undefined;
  /** Answered by the last reading. */
  readonly requestCount: number;
}

/** With this many of the last readings each half has four, and one that is wild does not carry all. */
const fewestForHalves = 7;

function slope(readings: readonly MemoryReading[]): number {
  return theilSen(readings.map(({ requestCount, inUseBytes }) => ({ x: requestCount, y: inUseBytes })));
}

/**
 * How a server grew in a round; `undefined` where that was not asked for. The first reading after what was timed is
 * left out: the collection before it threw compiled code away, and that falls out of memory in the next.
 */
export function roundGrowth({ memoryReadings = [] }: Pick<MeasuredTrial, 'memoryReadings'>): RoundGrowth | undefined {
  const own = memoryReadings.filter(({ stage }) => stage === 'growth');
  const last = own.at(-1);
  if (!last || own.length < 2) return undefined;
  // Where nothing grew there are no others.
  const after = own.length > 2 ? own.slice(1) : own;
  const middle = after.length >> 1;
  const halves =
    after.length < fewestForHalves
      ? undefined
      : { first: slope(after.slice(0, middle + 1)), second: slope(after.slice(middle)) };
  return { slope: slope(after), halves, requestCount: last.requestCount };
}

/** How much more one server grew than the other, which was asked for the same. */
export function growthBetween(reference: RoundGrowth, arm: RoundGrowth): RoundGrowth {
  const halves =
    arm.halves && reference.halves
      ? { first: arm.halves.first - reference.halves.first, second: arm.halves.second - reference.halves.second }
      : undefined;
  return {
    slope: arm.slope - reference.slope,
    halves,
    requestCount: arm.requestCount,
  };
}
