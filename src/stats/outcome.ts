import type { ChangeEstimate, Outcome } from '../model/analysis.js';
import type { MetricDefinition } from '../model/metrics.js';
import type { Profile } from '../model/plan.js';
import { type EffectMargins, effectMargins } from './effect-margins.js';
import { equivalenceAlpha, firstRejectingLook, type LogInterval, lookWithin, repeatedInterval } from './looks.js';
import { medianOfSorted, walshAverages } from './signed-rank.js';

/** What the rounds say of one metric. */
export interface Judgement {
  readonly outcome: Outcome;
  /** Why it is inconclusive; empty otherwise. */
  readonly reason: string;
  readonly change: ChangeEstimate | undefined;
}

/** When and how strictly a metric is judged. */
export interface JudgingRule {
  readonly profile: Profile;
  /** Two-sided, over all looks: this metric's share of the total. */
  readonly alpha: number;
}

/** `0.0824` as `8.2 %`. */
export function percentText(share: number): string {
  const percent = share * 100;
  return `${percent < 9.95 ? Number(percent.toPrecision(2)) : Math.round(percent)} %`;
}

/** The sample standard deviation; 0 of fewer than two values. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function asRatios(interval: LogInterval | undefined): LogInterval | undefined {
  return interval && { low: Math.exp(interval.low), high: Math.exp(interval.high) };
}

/** Certain and large enough to matter, or certainly too small to matter; `undefined` when neither. */
function decided(
  estimate: number,
  interval: LogInterval | undefined,
  equivalence: LogInterval | undefined,
  margins: EffectMargins,
  better: MetricDefinition['better'],
): Outcome | undefined {
  if (interval && interval.low > 0 && estimate >= margins.up) return better === 'lower' ? 'regressed' : 'improved';
  if (interval && interval.high < 0 && estimate <= margins.down) return better === 'lower' ? 'improved' : 'regressed';
  if (equivalence && equivalence.low > margins.down && equivalence.high < margins.up) return 'no difference';
  return undefined;
}

function rounds(count: number): string {
  return count === 1 ? '1 round' : `${count} rounds`;
}

function reasonOf(
  { interval, detectableEffect }: ChangeEstimate,
  roundCount: number,
  look: number | undefined,
  { profile, alpha }: JudgingRule,
): string {
  if (look === undefined) return `${rounds(roundCount)}; nothing is decided before ${rounds(profile.looks[0] ?? 0)}`;
  if (!interval || detectableEffect === undefined) {
    const first = firstRejectingLook(profile, alpha);
    if (first !== undefined) return `${rounds(look)}; calling a change needs ${first}`;
    return profile.name === 'quick'
      ? 'so many metrics share alpha that calling a change needs the standard profile'
      : 'so many metrics share alpha that no look can call a change';
  }
  const resolution = `${rounds(look)}; could detect ${percentText(detectableEffect)}`;
  return interval.low > 1 || interval.high < 1
    ? `${resolution}: it changed, but whether by enough to matter is open`
    : resolution;
}

/**
 * Judges ln(after/before) of the rounds, in order, at the last look that they reached; later rounds wait for the next
 * look. A change is called when its repeated interval leaves out 0 and its estimate is no smaller than the metric's
 * smallest effect; "no difference" when the 0.10 interval lies within the smallest effect (method §5).
 *
 * `before` is the reference's value in the metric's unit. Throws RangeError when there are no rounds.
 */
export function judgeRatio(
  effects: readonly number[],
  before: number,
  definition: MetricDefinition,
  rule: JudgingRule,
): Judgement {
  if (effects.length === 0) throw new RangeError('no rounds to judge');
  const look = lookWithin(rule.profile, effects.length);
  const used = effects.slice(0, look);
  const walsh = walshAverages(used);
  const estimate = medianOfSorted(walsh);
  const intervalAt = (alpha: number) =>
    look === undefined ? undefined : repeatedInterval(walsh, rule.profile, alpha, look);
  const interval = intervalAt(rule.alpha);
  const equivalence = intervalAt(equivalenceAlpha);
  const change: ChangeEstimate = {
    ratio: Math.exp(estimate),
    interval: asRatios(interval),
    equivalenceInterval: asRatios(equivalence),
    roundCount: used.length,
    roundSd: standardDeviation(used),
    detectableEffect: interval && Math.expm1(Math.max(interval.high - estimate, estimate - interval.low)),
  };
  const margins = effectMargins(definition, before);
  const outcome = decided(estimate, interval, equivalence, margins, definition.better);
  if (outcome) return { outcome, reason: '', change };
  return { outcome: 'inconclusive', reason: reasonOf(change, effects.length, look, rule), change };
}
