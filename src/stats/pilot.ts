import type { Calibration, RoundCost } from '../model/calibration.js';
import type { Forecast } from '../model/forecast.js';
import { type MetricId, metricOf } from '../model/metrics.js';
import type { Plan } from '../model/plan.js';
import type { Round } from '../model/record.js';
import { countRounds, sharedAlpha } from './counted-rounds.js';
import { firstRejectingLook, lookWithin, totalAlpha } from './looks.js';
import { type NoiseSplit, splitNoise } from './noise-split.js';
import { predictedEffect } from './planning.js';
import { roundCost, roundMsWith } from './round-cost.js';

const fewestSlices = 4;
const mostSlices = 32;

/** How noisy a metric is, from whichever source. */
interface MetricSplit extends NoiseSplit {
  readonly metric: MetricId;
}

export interface PilotChoice extends Forecast {
  readonly metrics: readonly (Forecast['metrics'][number] &
    MetricSplit & {
      /** Standard deviation of a round with the chosen number of slices, in ln. */
      readonly predictedSd: number;
    })[];
}

const choices = Array.from({ length: (mostSlices - fewestSlices) / 2 + 1 }, (_, i) => fewestSlices + 2 * i);

function sdWith({ roundSd, sliceSd }: NoiseSplit, slices: number): number {
  return Math.sqrt(roundSd ** 2 + sliceSd ** 2 / slices);
}

/**
 * The fewest slices at which a round's noise is no larger than the smallest effect of interest. Where rounds alone seem
 * noisier than that (two or three of them tell it badly), slices are added until they no longer matter: until they make
 * half of the wanted variance, or a tenth of the rounds'.
 */
function slicesFor(split: NoiseSplit, smallestEffect: number): number {
  const wanted = Math.log1p(smallestEffect) ** 2;
  const room = Math.max(wanted - split.roundSd ** 2, wanted / 2, split.roundSd ** 2 / 10);
  return choices.find((slices) => split.sliceSd ** 2 / slices <= room) ?? mostSlices;
}

/**
 * The slices that all metrics need; where a budget would then end before the first look that can call a change, as many
 * as leave time for it.
 */
function choose(plan: Plan, splits: readonly MetricSplit[], cost: RoundCost, budgetLeftMs: number): PilotChoice {
  const alpha = sharedAlpha(totalAlpha, plan.gateMetrics);
  const firstLook = firstRejectingLook(plan.profile, alpha);
  const roundsWith = (slices: number) =>
    Math.min(plan.rounds.length, Math.max(0, Math.floor(budgetLeftMs / roundMsWith(cost, slices))));
  const needed = splits.map((split) => slicesFor(split, metricOf(split.metric).smallestEffect));
  const wanted = needed.length === 0 ? plan.profile.openSlicesPerArm : Math.max(...needed);
  const affordable = choices.findLast((slices) => roundsWith(slices) >= Math.min(firstLook ?? 0, plan.rounds.length));
  const openSlicesPerArm = Math.min(wanted, affordable ?? fewestSlices);
  const mostRounds = roundsWith(openSlicesPerArm);
  const look = lookWithin(plan.profile, mostRounds);
  return {
    openSlicesPerArm,
    roundMs: roundMsWith(cost, openSlicesPerArm),
    mostRounds,
    firstLook,
    metrics: splits.map((split) => {
      const predictedSd = sdWith(split, openSlicesPerArm);
      const detectableEffect = look === undefined ? undefined : predictedEffect(predictedSd, plan.profile, alpha, look);
      return { ...split, predictedSd, detectableEffect };
    }),
  };
}

/**
 * Chooses the slices per arm and round from pilot rounds, blind to the labels, so that the noise of a round is no larger
 * than the smallest effect of interest of any gate metric (method §5.7). `budgetLeftMs` is Infinity without a budget.
 * `undefined` where no pilot round is usable: then the profile's own number stays.
 */
export function choosePilot(
  plan: Plan,
  pilotRounds: readonly Round[],
  budgetLeftMs = Number.POSITIVE_INFINITY,
): PilotChoice | undefined {
  const pairs = [...countRounds({ plan, rounds: pilotRounds }).pairs.values()].flat();
  if (pairs.length === 0) return undefined;
  const splits = plan.gateMetrics.flatMap((metric) => {
    const split = metricOf(metric).comparison === 'errors' ? undefined : splitNoise(metric, pairs);
    return split ? [{ metric, ...split }] : [];
  });
  return choose(plan, splits, roundCost(plan, pilotRounds), budgetLeftMs);
}

/** The same choice from a calibration of this machine, whose many rounds know the split better than a pilot's few. */
export function chooseCalibrated(
  plan: Plan,
  calibration: Pick<Calibration, 'metrics' | 'roundCost'>,
  budgetLeftMs = Number.POSITIVE_INFINITY,
): PilotChoice {
  const splits = plan.gateMetrics.flatMap((metric) => {
    const known = calibration.metrics.find((each) => each.metric === metric);
    return known ? [{ metric, sliceSd: known.sliceSd, roundSd: known.processSd }] : [];
  });
  return choose(plan, splits, calibration.roundCost, budgetLeftMs);
}
