import type { Analysis } from '../model/analysis.js';
import type { RunRecord } from '../model/record.js';
import { noiseWarnings } from './calibration.js';
import { summarizeClasses } from './class-summaries.js';
import { compareArm } from './compare-arm.js';
import { countRounds, sharedAlpha } from './counted-rounds.js';
import { totalAlpha } from './looks.js';
import { runWarnings } from './run-warnings.js';

/**
 * Everything that the rounds of a record say: each metric of each arm against the first arm, judged at the last look
 * that was reached. Rounds after it, redone rounds and rounds with an invalid trial are told but not judged.
 *
 * A pure function of the plan, the rounds and the calibration in the record: a run that was cut and resumed gives the
 * same analysis.
 */
export function analyse(record: RunRecord): Analysis {
  const { plan } = record;
  const counted = countRounds(record);
  const [, ...arms] = plan.arms;
  const analysis: Analysis = {
    comparisons: arms.flatMap(({ name }) => compareArm(record, counted, name)),
    classes: summarizeClasses(record, counted),
    alpha: totalAlpha,
    alphaPerMetric: sharedAlpha(totalAlpha, plan.gateMetrics),
    roundsUsed: counted.look ?? counted.count,
    roundsRedone: record.rounds.filter(({ redone }) => redone !== undefined).length,
    look: counted.look,
    invalidTrials: counted.rounds.flatMap(({ index, trials }) =>
      trials.flatMap((trial) =>
        trial.state === 'invalid'
          ? [{ roundIndex: index, armName: trial.armName, reason: trial.reason, detail: trial.detail }]
          : [],
      ),
    ),
    warnings: runWarnings(record, counted),
  };
  if (!record.calibration) return analysis;
  return { ...analysis, warnings: [...analysis.warnings, ...noiseWarnings(analysis, record.calibration)] };
}
