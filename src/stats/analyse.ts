import type { Analysis } from '../model/analysis.js';
import type { RunRecord } from '../model/record.js';
import { noiseWarnings } from './calibration.js';
import { compareClasses } from './compare/classes.js';
import { compareArm } from './compare/compare-arm.js';
import { compareGrowth } from './growth/growth.js';
import { runWarnings } from './noise/run-warnings.js';
import { countRounds } from './rounds/counted-rounds.js';

/**
 * Everything that the rounds of a record say: each metric of each arm against the first arm, judged at the last look
 * that was reached. Rounds after it, redone rounds and rounds with an invalid trial are told but not judged.
 *
 * A pure function of the plan, the metrics, the rounds and the calibration in the record: a run that was cut and
 * resumed gives the same analysis, and so does a later version of lotus-bench.
 */
export function analyse(record: RunRecord): Analysis {
  const counted = countRounds(record);
  const analysis: Analysis = {
    comparisons: counted.arms.flatMap((arm) => compareArm(record, counted, arm).map(({ comparison }) => comparison)),
    classes: counted.arms.flatMap((arm) => compareClasses(record, arm)),
    growth: counted.arms.flatMap((arm) => compareGrowth(record, arm) ?? []),
    roundsUsed: counted.look ?? counted.count,
    roundsRedone: record.rounds.filter(({ redone }) => redone !== undefined).length,
    look: counted.look,
    invalidTrials: counted.rounds.flatMap(({ index, trials }) =>
      trials.flatMap((trial) =>
        trial.state === 'invalid' ? [{ roundIndex: index, armName: trial.armName, failure: trial.failure }] : [],
      ),
    ),
    warnings: runWarnings(record, counted),
  };
  if (!record.calibration) return analysis;
  return { ...analysis, warnings: [...analysis.warnings, ...noiseWarnings(analysis, record.calibration)] };
}
