import type { ClassSummary } from '../model/analysis.js';
import { mergeHistograms } from '../model/histogram.js';
import type { RunRecord } from '../model/record.js';
import type { CountedRounds } from './counted-rounds.js';
import { valueOr } from './measure.js';
import type { MeasuredTrial } from './paired-round.js';
import { percentileUs } from './percentile.js';

/** Fewer answers than this over the whole run have no median worth printing. */
const fewestResponses = 100;

function trialsOf({ rounds }: CountedRounds, armName: string): readonly MeasuredTrial[] {
  return rounds
    .flatMap(({ trials }) => trials)
    .filter((trial) => trial.state === 'measured')
    .filter((trial) => trial.armName === armName);
}

/** Each request class of each arm over all counted rounds, from the slices that time answers: open loop and streaming. */
export function summarizeClasses({ plan }: RunRecord, counted: CountedRounds): ClassSummary[] {
  return plan.arms.flatMap(({ name: armName }) => {
    const slices = trialsOf(counted, armName)
      .flatMap((trial) => trial.slices)
      .filter((slice) => slice.load.kind !== 'closed' && !slice.invalid);
    return plan.scenario.requests.map(({ name: className }) => {
      const counts = slices.flatMap(({ load }) => load.classes[className] ?? []);
      const responseCount = counts.reduce((sum, each) => sum + each.responseCount, 0);
      const medianUs = percentileUs(mergeHistograms(counts.map(({ latencyUs }) => latencyUs)), 0.5);
      const latencyP50Us = valueOr(
        responseCount < fewestResponses ? undefined : medianUs,
        `needs ${fewestResponses} answers, had ${responseCount}`,
      );
      return { className, armName, responseCount, latencyP50Us };
    });
  });
}
