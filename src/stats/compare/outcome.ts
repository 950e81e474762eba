import type { ChangeEstimate, Outcome } from '../../model/analysis.js';
import type { MetricDefinition } from '../../model/metrics.js';
import type { Decision } from '../../model/plan.js';
import type { Doubt, Reason } from '../../model/reasons.js';
import { type LogInterval, lookWithin, walshInterval } from '../looks/looks.js';
import { callChance, detectableEffect, passChance, roundsToPass } from '../looks/planning.js';
import { repeatedBounds } from '../looks/repeated-bounds.js';
import { medianOfSorted, walshAverages } from '../math/signed-rank.js';
import { calmSd, standardDeviation } from '../math/spread.js';
import { type EffectMargins, effectMargins } from './effect-margins.js';

/** What the rounds say of one metric. */
export interface Judgement {
  readonly outcome: Outcome;
  /** Why it is inconclusive or not measured, or has no ratio; absent otherwise. */
  readonly reason: Reason | undefined;
  readonly change: ChangeEstimate | undefined;
  /** The smallest regression to catch, widened where it is less than matters at all. */
  readonly limit: number;
  readonly ruledOut: number | undefined;
  readonly roundsNeeded: number | undefined;
  /** Undecided, and further looks are hardly likely to change that. */
  readonly futile: boolean;
}

/** One metric's rounds. */
export interface RatioInput {
  /** ln(after/before) of the rounds, in order. */
  readonly effects: readonly number[];
  /** The reference's value, in the metric's unit. */
  readonly before: number;
  readonly definition: MetricDefinition;
  /** Did the joint test call it by the look that is judged? Information has none: its own interval tells. */
  readonly called?: boolean;
}

/** The chance below which nobody waits for a further look. */
const hopelessChance = 0.1;

/** Why nothing is decided yet; of a run without looks, ever. */
export function beforeFirstLook([firstLook]: Decision['looks'], rounds?: number): Doubt {
  if (firstLook === undefined) return { kind: 'not-judged' };
  return { kind: 'before-first-look', ...(rounds === undefined ? {} : { rounds }), firstLook };
}

function asRatios(interval: LogInterval | undefined): LogInterval | undefined {
  return interval && { low: Math.exp(interval.low), high: Math.exp(interval.high) };
}

/** Large enough to matter and called, or ruled out to matter; `undefined` when neither. */
function decided(
  estimate: number,
  called: boolean,
  bounds: LogInterval | undefined,
  { up, down }: EffectMargins,
  better: MetricDefinition['better'],
): Outcome | undefined {
  if (called && estimate >= up.calling) return better === 'lower' ? 'regressed' : 'improved';
  if (called && estimate <= -down.calling) return better === 'lower' ? 'improved' : 'regressed';
  const noRise = bounds !== undefined && bounds.high < up.limit;
  const noFall = bounds !== undefined && bounds.low > -down.limit;
  if (noRise && noFall) return 'no difference';
  return (better === 'lower' ? noRise : noFall) ? 'no regression' : undefined;
}

/**
 * Judges ln(after/before) of the rounds at the last look that they reached; later rounds wait for the next look. A
 * change that was called counts when its estimate reaches 0.6 of the limit. What was not called passes when the
 * repeated bound on its bad side lies within the limit: `no difference` when both do.
 *
 * An undecided metric is futile when, by the noise between its rounds, neither identical arms would pass by the last
 * look nor a change be called that is as large as the limit, or as the one that shows, whichever way it goes. Stopping
 * for it cannot raise an error rate: bounds and test hold at all looks together, whenever one stops.
 *
 * Throws RangeError when there are no rounds.
 */
export function judgeRatio(
  { effects, before, definition, called }: RatioInput,
  limit: number,
  decision: Decision,
): Judgement {
  if (effects.length === 0) throw new RangeError('no rounds to judge');
  const look = lookWithin(decision, effects.length);
  const k = look === undefined ? -1 : decision.looks.indexOf(look);
  const used = effects.slice(0, look);
  const walsh = walshAverages(used);
  const estimate = medianOfSorted(walsh);
  const interval = walshInterval(walsh, decision.intervalRanks[k]);
  const bounds = repeatedBounds(used, decision);
  const roundSd = standardDeviation(used);
  const schedule = called === undefined ? { ...decision, gateMetrics: [] } : decision;
  const change: ChangeEstimate = {
    ratio: Math.exp(estimate),
    interval: asRatios(interval),
    bounds: asRatios(bounds),
    roundCount: used.length,
    roundSd,
    detectableEffect: detectableEffect(roundSd, schedule, k),
  };
  const margins = effectMargins(definition, limit, before);
  const worse = definition.better === 'lower' ? margins.up : margins.down;
  const isCalled = called ?? (interval !== undefined && (interval.low > 0 || interval.high < 0));
  const outcome = decided(estimate, isCalled, bounds, margins, definition.better);
  const ruledOut = bounds && Math.expm1(definition.better === 'lower' ? bounds.high : -bounds.low);
  const common = { change, limit: Math.expm1(worse.limit), ruledOut };
  if (outcome) return { ...common, outcome, reason: undefined, roundsNeeded: undefined, futile: false };
  const needed = look === undefined ? undefined : roundsToPass(roundSd, worse.limit);
  const last = decision.looks.length - 1;
  const shown = Math.max(worse.limit, Math.abs(estimate));
  const noise = calmSd(used);
  const futile =
    look !== undefined &&
    passChance(noise, worse.limit, schedule, last) < hopelessChance &&
    callChance(noise, shown, schedule, last) < hopelessChance;
  return {
    ...common,
    outcome: 'inconclusive',
    reason: doubtOf(effects.length, look, isCalled, ruledOut, decision),
    roundsNeeded: needed === undefined || needed <= used.length ? undefined : needed,
    futile,
  };
}

function doubtOf(
  roundCount: number,
  look: number | undefined,
  isCalled: boolean,
  ruledOut: number | undefined,
  { looks }: Decision,
): Doubt {
  if (look === undefined) return beforeFirstLook(looks, roundCount);
  if (isCalled) return { kind: 'size-open', rounds: look };
  return ruledOut === undefined
    ? { kind: 'no-bound', rounds: look }
    : { kind: 'regression-possible', rounds: look, upTo: ruledOut };
}
