import type { MetricDefinition } from '../../model/metrics.js';

/**
 * An estimate of this part of the limit is large enough for a change that was called: estimates scatter about the
 * truth.
 */
const callingShare = 0.6;

/** What sizes of a change matter in one direction, as |ln(after/before)|. */
export interface EffectMargin {
  /** A change as large as this must not pass. */
  readonly limit: number;
  /** A change that was called counts from here. */
  readonly calling: number;
}

/** The same for a rise and for a fall. */
export interface EffectMargins {
  readonly up: EffectMargin;
  readonly down: EffectMargin;
}

/**
 * The margins of a metric whose reference is at `before` units. A limit of 5 % is a ratio of 1.05 either way; a
 * smallest absolute effect widens it, so that 1 ms of 3 ms never counts as a third.
 */
export function effectMargins(
  { smallestAbsoluteEffect: absolute = 0 }: Pick<MetricDefinition, 'smallestAbsoluteEffect'>,
  limit: number,
  before: number,
): EffectMargins {
  const relative = Math.log1p(limit);
  const marginOf = (least: number): EffectMargin => ({
    limit: Math.max(relative, least),
    calling: Math.max(callingShare * relative, least),
  });
  const fall = absolute < before ? -Math.log1p(-absolute / before) : Number.POSITIVE_INFINITY;
  return { up: marginOf(Math.log1p(absolute / before)), down: marginOf(fall) };
}
