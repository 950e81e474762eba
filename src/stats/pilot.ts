import type { Calibration } from '../model/calibration.js';
import { type MetricId, metricOf } from '../model/metrics.js';
import type { Plan } from '../model/plan.js';
import type { Round } from '../model/record.js';
import { countRounds, sharedAlpha } from './counted-rounds.js';
import { lookWithin, totalAlpha } from './looks.js';
import { type NoiseSplit, splitNoise } from './noise-split.js';
import { predictedEffect } from './planning.js';

const fewestSlices = 4;
const mostSlices = 32;

/** How noisy a metric is, from whichever source. */
interface MetricSplit extends NoiseSplit {
  readonly metric: MetricId;
}

/** What the pilot foresees for one gate metric. */
interface PilotMetric extends MetricSplit {
  /** Standard deviation of a round with the chosen number of slices, in ln. */
  readonly predictedSd: number;
  /** The change that the last look within the budget finds four times in five; absent when that look can call none. */
  readonly detectableEffect: number | undefined;
}

export interface PilotChoice {
  readonly openSlicesPerArm: number;
  readonly metrics: readonly PilotMetric[];
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

function choose(plan: Plan, splits: readonly MetricSplit[], mostRounds: number): PilotChoice {
  const needed = splits.map((split) => slicesFor(split, metricOf(split.metric).smallestEffect));
  const openSlicesPerArm = needed.length === 0 ? plan.profile.openSlicesPerArm : Math.max(...needed);
  const look = lookWithin(plan.profile, mostRounds);
  const alpha = sharedAlpha(totalAlpha, plan.gateMetrics);
  return {
    openSlicesPerArm,
    metrics: splits.map((split) => {
      const predictedSd = sdWith(split, openSlicesPerArm);
      const detectableEffect = look === undefined ? undefined : predictedEffect(predictedSd, plan.profile, alpha, look);
      return { ...split, predictedSd, detectableEffect };
    }),
  };
}

/**
 * Chooses the slices per arm and round from pilot rounds, blind to the labels, so that the noise of a round is no larger
 * than the smallest effect of interest of any gate metric (method §5.7). `mostRounds` is what the budget allows. With
 * no usable pilot round the profile's own number stays.
 */
export function choosePilot(plan: Plan, pilotRounds: readonly Round[], mostRounds: number): PilotChoice {
  const pairs = [...countRounds({ plan, rounds: pilotRounds }).pairs.values()].flat();
  const splits = plan.gateMetrics.flatMap((metric) => {
    const split = metricOf(metric).comparison === 'errors' ? undefined : splitNoise(metric, pairs);
    return split ? [{ metric, ...split }] : [];
  });
  return choose(plan, splits, mostRounds);
}

/** The same choice from a calibration of this machine, whose many rounds know the split better than a pilot's few. */
export function chooseCalibrated(plan: Plan, { metrics }: Calibration, mostRounds: number): PilotChoice {
  const splits = plan.gateMetrics.flatMap((metric) => {
    const known = metrics.find((each) => each.metric === metric);
    return known ? [{ metric, sliceSd: known.sliceSd, roundSd: known.processSd }] : [];
  });
  return choose(plan, splits, mostRounds);
}
