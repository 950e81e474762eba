import type { CalibratedMetric, Calibration } from '../model/calibration.js';
import { type MetricId, metricOf } from '../model/metrics.js';
import type { Plan } from '../model/plan.js';
import { formatChange, formatSmallShare } from './change-text.js';
import { counted, listed } from './plain-text.js';
import { nounOf } from './wording.js';

function pick({ metrics }: Calibration, wanted: readonly MetricId[]): CalibratedMetric[] {
  return wanted.flatMap((metric) => metrics.find((each) => each.metric === metric) ?? []);
}

/** `finds start-up 4.1 %, response time 1.2 %`: the smallest regressions that the last look finds of the metrics to judge. */
export function resolvesText(calibration: Calibration, gateMetrics: readonly MetricId[]): string {
  const effects = pick(calibration, gateMetrics).flatMap(({ metric, detectableEffect }) =>
    detectableEffect === undefined ? [] : [`${metricOf(metric).label} ${formatSmallShare(detectableEffect)}`],
  );
  return effects.length === 0 ? 'finds no regression' : `finds ${effects.join(', ')}`;
}

/** `0.43`, `0.002`, `< 0.001`. */
export function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : String(Number(p.toPrecision(p < 0.01 ? 1 : 2)));
}

function resolution(calibration: Calibration, { profile, decision }: Plan): string {
  const able = pick(calibration, decision.gateMetrics).filter(({ detectableEffect }) => detectableEffect !== undefined);
  const rounds = `${counted(decision.looks.at(-1) ?? 0, 'round')} of the ${profile.name} profile`;
  if (able.length === 0) return `This machine finds no regression in any judged metric within ${rounds}.`;
  const effects = able.map(
    ({ metric, detectableEffect = 0 }) => `${formatSmallShare(detectableEffect)} in ${nounOf(metric)}`,
  );
  return `This machine finds regressions from ${listed(effects)}, within ${rounds}.`;
}

/** The judged metrics whose limit is below the noise, and what helps; empty when there are none. */
function tooNoisy(calibration: Calibration, { profile, decision }: Plan): string {
  const { gateMetrics, limits } = decision;
  const hidden = pick(calibration, gateMetrics).filter(
    ({ metric, roundsNeeded, detectableEffect = Number.POSITIVE_INFINITY }) =>
      roundsNeeded === undefined || detectableEffect > limits[metric],
  );
  if (hidden.length === 0) return '';
  const nouns = hidden.map(({ metric }) => `${nounOf(metric)} (${formatSmallShare(limits[metric])})`);
  const profiles = { quick: '--profile standard, ', standard: '--profile deep, ', deep: '' } as const;
  return `Too noisy to judge by the limit of ${listed(nouns)}: ${profiles[profile.name]}a wider --limit or a quieter machine helps.`;
}

/** The rig's fault, first and plain, and what to do; empty for a fair rig. */
function bias(calibration: Calibration): string[] {
  if (calibration.biasedMetrics.length === 0) return [];
  const found = pick(calibration, calibration.biasedMetrics).map(
    ({ metric, ratio, p }) => `${metricOf(metric).label} (${formatChange(ratio)}, p ${formatP(p)})`,
  );
  return [
    `Failed calibration: identical servers measured differently in ${listed(found)}.`,
    'Stop other programs on this machine and calibrate again. Until then --gate refuses these metrics: judge by others with --metrics. If it persists on a quiet machine, it is a fault of lotus-bench: please report it.',
  ];
}

/** What this machine can tell, in plain words; a failed calibration before all else. */
export function calibrationSentences(calibration: Calibration, plan: Plan): string[] {
  return [...bias(calibration), resolution(calibration, plan), tooNoisy(calibration, plan)].filter(
    (sentence) => sentence !== '',
  );
}
