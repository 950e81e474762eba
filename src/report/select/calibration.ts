import type { CalibratedMetric, Calibration } from '../../model/calibration.js';
import { type MetricGroup, type MetricId, metricIds, metricOf } from '../../model/metrics.js';
import type { RunRecord } from '../../model/record.js';
import { type Conditions, conditionsOf } from './conditions.js';
import { type Footnote, Footnotes } from './footnotes.js';
import type { CalibrationInput } from './report-input.js';
import { isPart } from './rows.js';

/** One metric's noise. */
export interface NoiseRow {
  readonly calibrated: CalibratedMetric;
  /** Part of the row above it: a phase of the start-up. */
  readonly part: boolean;
  readonly judged: boolean;
  readonly biased: boolean;
  readonly limit: number;
}

/** Everything that the report of a calibration says, as numbers. */
export interface SelectedCalibration {
  readonly record: RunRecord;
  readonly calibration: Calibration;
  /** Metrics in which the rig prefers one side. */
  readonly biased: readonly CalibratedMetric[];
  /** The judged metrics in which the last look can find a regression. */
  readonly able: readonly CalibratedMetric[];
  /** The judged metrics whose limit is below the noise. */
  readonly tooNoisy: readonly MetricId[];
  readonly groups: readonly { readonly group: MetricGroup; readonly rows: readonly NoiseRow[] }[];
  /** The rounds that it takes to show a bias, where there were fewer. */
  readonly fewestForBias: number | undefined;
  readonly notMeasurable: readonly Footnote[];
  readonly conditions: Conditions;
}

/** Fewer rounds cannot show a bias: the exact signed-rank p of 7 rounds is 2 / 2 ** 7 at the least, above 0.01. */
const fewestRoundsForBias = 8;

/** What was calibrated of some metrics, in their order. */
export function calibratedOf({ metrics }: Calibration, wanted: readonly MetricId[]): CalibratedMetric[] {
  return wanted.flatMap((metric) => metrics.find((each) => each.metric === metric) ?? []);
}

function groupsOf({ record, calibration }: CalibrationInput): SelectedCalibration['groups'] {
  const { limits, gateMetrics } = record.plan.decision;
  const rows = new Map<MetricGroup, NoiseRow[]>();
  for (const calibrated of calibratedOf(calibration, metricIds)) {
    const { metric } = calibrated;
    const { group } = metricOf(metric);
    const [judged, biased] = [gateMetrics.includes(metric), calibration.biasedMetrics.includes(metric)];
    const row = { calibrated, part: isPart(metric), judged, biased, limit: limits[metric] };
    rows.set(group, [...(rows.get(group) ?? []), row]);
  }
  return [...rows].map(([group, members]) => ({ group, rows: members }));
}

/** Selects what the report of a calibration says. */
export function selectCalibration(input: CalibrationInput): SelectedCalibration {
  const { record, calibration } = input;
  const { gateMetrics, limits } = record.plan.decision;
  const judged = calibratedOf(calibration, gateMetrics);
  const missing = new Footnotes();
  for (const { metric, reason } of calibration.notMeasurable)
    missing.add({ kind: 'metric', metric }, { kind: 'not-measured', reason });
  return {
    record,
    calibration,
    biased: calibratedOf(calibration, calibration.biasedMetrics),
    able: judged.filter(({ detectableEffect }) => detectableEffect !== undefined),
    tooNoisy: judged
      .filter(
        ({ metric, roundsNeeded, detectableEffect = Number.POSITIVE_INFINITY }) =>
          roundsNeeded === undefined || detectableEffect > limits[metric],
      )
      .map(({ metric }) => metric),
    groups: groupsOf(input),
    fewestForBias: calibration.roundsUsed < fewestRoundsForBias ? fewestRoundsForBias : undefined,
    notMeasurable: missing.all(),
    conditions: conditionsOf(record),
  };
}
