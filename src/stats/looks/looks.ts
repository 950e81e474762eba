import type { Decision } from '../../model/plan.js';

/** An interval of ln(after/before). */
export interface LogInterval {
  readonly low: number;
  readonly high: number;
}

/** The last look that `roundCount` rounds have reached; `undefined` before the first. */
export function lookWithin({ looks }: Pick<Decision, 'looks'>, roundCount: number): number | undefined {
  return looks.findLast((look) => look <= roundCount);
}

/** The most rounds that are judged. */
export function lastLook({ looks }: Pick<Decision, 'looks'>): number {
  return looks.at(-1) ?? 0;
}

/**
 * The first look at which a change can be called: one of all signs alike has a chance of 2 / 2^n. `undefined` where
 * none can.
 */
export function firstCallingLook({ looks, spending }: Pick<Decision, 'looks' | 'spending'>): number | undefined {
  return looks.find((look, k) => (spending[k] ?? 0) * 2 ** look >= 2 - 1e-9);
}

/** Between the extreme Walsh averages, as many left out on either side as `rank` says. */
export function walshInterval(walsh: ArrayLike<number>, rank: number | null | undefined): LogInterval | undefined {
  if (rank === null || rank === undefined) return undefined;
  const low = walsh[rank];
  const high = walsh[walsh.length - 1 - rank];
  return low === undefined || high === undefined ? undefined : { low, high };
}
