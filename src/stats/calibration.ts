import type { Analysis } from '../model/analysis.js';
import { type CalibratedMetric, type Calibration, loadSettingsOf } from '../model/calibration.js';
import { type MetricId, metricIds } from '../model/metrics.js';
import type { Decision } from '../model/plan.js';
import type { RunWarning } from '../model/reasons.js';
import type { RunRecord } from '../model/record.js';
import { present } from './compare/compare-metric.js';
import { detectableEffect, passChance } from './looks/planning.js';
import { hodgesLehmann, median, signedRankP } from './math/signed-rank.js';
import { standardDeviation } from './math/spread.js';
import { turnSd } from './noise/noise-split.js';
import { countRounds } from './rounds/counted-rounds.js';
import type { PairedRound } from './rounds/paired-round.js';
import { roundCost } from './rounds/round-cost.js';
import { roundEffect } from './rounds/round-effect.js';
import { pairedTurns } from './rounds/turns.js';

/** A server that differs from itself with less chance than this is the rig's doing. */
const biasP = 0.01;
/** A run this much noisier than its machine's calibration says so. */
const noisierBy = 2;

/** The look by which identical arms pass nine times in ten. */
const surePass = 0.9;

function calibrated(metric: MetricId, effects: readonly number[], pairs: readonly PairedRound[], decision: Decision) {
  const { looks, limits, gateMetrics } = decision;
  const schedule = gateMetrics.includes(metric) ? decision : { ...decision, gateMetrics: [] };
  const roundSd = standardDeviation(effects);
  const ofTurn = turnSd(metric, pairs);
  const turns = Math.max(1, median(pairs.map((pair) => pairedTurns(pair).length)));
  const margin = Math.log1p(limits[metric]);
  return {
    metric,
    roundCount: effects.length,
    roundSd,
    turnSd: ofTurn,
    // About the mean, because a rig's bias is no noise.
    processSd: Math.sqrt(Math.max(0, roundSd ** 2 - ofTurn ** 2 / turns)),
    ratio: Math.exp(hodgesLehmann(effects)),
    p: signedRankP(effects),
    detectableEffect: detectableEffect(roundSd, schedule, looks.length - 1),
    roundsNeeded: looks.find((_, k) => passChance(roundSd, margin, schedule, k) >= surePass),
  } satisfies CalibratedMetric;
}

/** A metric's effects in all pairs, or why some pair lacks it. */
function measured(metric: MetricId, pairs: readonly PairedRound[], { metrics }: RunRecord) {
  const effects = pairs.map((pair) => roundEffect(metric, pair, metrics[metric]).effect);
  const missing = effects.find((effect) => effect.state === 'absent');
  if (missing) return { state: 'absent', reason: missing.reason } as const;
  return { state: 'value', effects: present(effects) } as const;
}

/**
 * Metrics that tell a server from itself. A gate metric at p < 0.01; the many others share one 0.01 between them, or a
 * fair rig would be refused every fifth time.
 */
function biased(metrics: readonly CalibratedMetric[], gateMetrics: readonly MetricId[]): MetricId[] {
  const informationCount = Math.max(1, metrics.length - gateMetrics.length);
  return metrics
    .filter(({ metric, p }) => p < (gateMetrics.includes(metric) ? biasP : biasP / informationCount))
    .map(({ metric }) => metric);
}

/**
 * This machine's noise and what it can resolve, from a run of the same server under two names. All counted rounds are
 * used, whatever the looks: nothing is stopped by an outcome here. Throws RangeError unless the record has two arms and
 * at least two rounds in which both were measured.
 */
export function calibrate(record: RunRecord): Calibration {
  const { plan } = record;
  const counted = countRounds(record);
  const [arm, ...others] = counted.arms;
  const pairs = arm?.counted ?? [];
  const cost = roundCost(plan, counted.rounds);
  if (others.length > 0 || pairs.length < 2 || !cost) {
    throw new RangeError(
      `calibration needs two arms and two good rounds, has ${pairs.length} of ${counted.rounds.length}`,
    );
  }
  const readable = metricIds.filter((metric) => record.metrics[metric].comparison !== 'errors');
  const results = readable.map((metric) => ({ metric, result: measured(metric, pairs, record) }));
  const metrics = results.flatMap(({ metric, result }) =>
    result.state === 'value' ? [calibrated(metric, result.effects, pairs, plan.decision)] : [],
  );
  const foreign = counted.rounds.flatMap(({ quietness }) => quietness.foreignCpuShare ?? []);
  return {
    schemaVersion: 4,
    runId: record.runId,
    startedAtIso: record.startedAtIso,
    scenarioName: plan.scenario.name,
    profileName: plan.profile.name,
    load: loadSettingsOf(plan),
    host: record.host,
    databaseKind: record.database?.kind,
    turnsPerRound: median(pairs.map((pair) => pairedTurns(pair).length)),
    roundCost: cost,
    foreignCpuShare: foreign.length === 0 ? undefined : median(foreign),
    roundsUsed: pairs.length,
    roundsRedone: record.rounds.filter(({ redone }) => redone !== undefined).length,
    metrics,
    notMeasurable: results.flatMap(({ metric, result }) =>
      result.state === 'absent' ? [{ metric, reason: result.reason }] : [],
    ),
    biasedMetrics: biased(metrics, plan.decision.gateMetrics),
  };
}

/** A warning for each gate metric that is more than twice as noisy as the machine's calibration. */
export function noiseWarnings({ comparisons }: Analysis, calibration: Calibration): RunWarning[] {
  return comparisons.flatMap(({ metric, armName, gate, change }) => {
    const usual = calibration.metrics.find((each) => each.metric === metric)?.roundSd;
    if (!gate || !change || usual === undefined || change.roundSd <= noisierBy * usual) return [];
    const { roundSd } = change;
    return [{ kind: 'noisier-than-calibrated', armName, metric, roundSd, calibratedSd: usual }];
  });
}
