import type { MetricDefinition } from '../model/metrics.js';

/** How far ln(after/before) may lie from 0, downwards and upwards, without mattering. */
export interface EffectMargins {
  readonly down: number;
  readonly up: number;
}

/**
 * The margins of a metric whose reference is at `before` units. `smallestEffect` d is a ratio of 1 + d either way;
 * `smallestAbsoluteEffect` widens them, so that 1 ms of 3 ms never counts as a third.
 */
export function effectMargins(definition: MetricDefinition, before: number): EffectMargins {
  const relative = Math.log1p(definition.smallestEffect);
  const absolute = definition.smallestAbsoluteEffect;
  if (absolute === undefined) return { down: -relative, up: relative };
  const fall = absolute < before ? Math.log1p(-absolute / before) : Number.NEGATIVE_INFINITY;
  return { down: Math.min(-relative, fall), up: Math.max(relative, Math.log1p(absolute / before)) };
}
