import type { CalibratedMetric, Calibration } from '../model/calibration.js';
import { type MetricId, metricOf } from '../model/metrics.js';
import type { Plan } from '../model/plan.js';
import { formatChange, formatEffect, formatSmallShare } from './change-text.js';
import { counted, listed } from './plain-text.js';
import { nounOf } from './wording.js';

function pick({ metrics }: Calibration, wanted: readonly MetricId[]): CalibratedMetric[] {
  return wanted.flatMap((metric) => metrics.find((each) => each.metric === metric) ?? []);
}

/** `resolves start-up ±4.1 %, p50 ±12 %`: what the last look finds of the metrics that are judged. */
export function resolvesText(calibration: Calibration, gateMetrics: readonly MetricId[]): string {
  const limits = pick(calibration, gateMetrics).flatMap(({ metric, detectableEffect }) =>
    detectableEffect === undefined ? [] : [`${metricOf(metric).label} ${formatEffect(detectableEffect)}`],
  );
  return limits.length === 0 ? 'resolves no change' : `resolves ${limits.join(', ')}`;
}

/** `0.43`, `0.002`, `< 0.001`. */
export function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : String(Number(p.toPrecision(p < 0.01 ? 1 : 2)));
}

function resolution(calibration: Calibration, { profile, gateMetrics }: Plan): string {
  const able = pick(calibration, gateMetrics).filter(({ detectableEffect }) => detectableEffect !== undefined);
  const rounds = `${counted(profile.looks.at(-1) ?? 0, 'round')} of the ${profile.name} profile`;
  if (able.length === 0) return `This machine cannot call a change in any judged metric within ${rounds}.`;
  const limits = able.map(
    ({ metric, detectableEffect = 0 }) => `${formatSmallShare(detectableEffect)} in ${nounOf(metric)}`,
  );
  return `This machine can call changes from ${listed(limits)}, within ${rounds}.`;
}

/** The judged metrics in which changes that matter stay hidden, and what helps; empty when there are none. */
function tooNoisy(calibration: Calibration, { profile, gateMetrics }: Plan): string {
  const hidden = pick(calibration, gateMetrics).filter(
    ({ metric, detectableEffect = 0 }) => detectableEffect > metricOf(metric).smallestEffect,
  );
  if (hidden.length === 0) return '';
  const nouns = hidden.map(({ metric }) => `${nounOf(metric)} (${formatSmallShare(metricOf(metric).smallestEffect)})`);
  const profiles = { quick: '--profile standard or ', standard: '--profile deep or ', deep: '' } as const;
  return `Too noisy for the smallest change that matters in ${listed(nouns)}: ${profiles[profile.name]}a quieter machine helps.`;
}

/** The rig's fault, first and plain, and what to do; empty for a fair rig. */
function bias(calibration: Calibration, { arms }: Plan): string[] {
  if (calibration.biasedMetrics.length === 0) return [];
  const name = arms[1]?.name ?? 'the second';
  const found = pick(calibration, calibration.biasedMetrics).map(
    ({ metric, ratio, p }) => `${metricOf(metric).label} (${name} ${formatChange(ratio)}, p ${formatP(p)})`,
  );
  return [
    `This rig is biased: it tells the server from itself in ${listed(found)}, and must not judge by it.`,
    'End what else runs on this machine and calibrate again. While it stays, --gate refuses that metric: judge by others with --metrics. If it stays on a quiet machine, it is a fault of lotus-bench: please report it.',
  ];
}

/** What this machine can resolve, in plain words; where the rig is biased, that before all else. */
export function calibrationSentences(calibration: Calibration, plan: Plan): string[] {
  return [...bias(calibration, plan), resolution(calibration, plan), tooNoisy(calibration, plan)].filter(
    (sentence) => sentence !== '',
  );
}
