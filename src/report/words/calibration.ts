import type { CalibratedMetric, Calibration } from '../../model/calibration.js';
import { type MetricId, metricOf } from '../../model/metrics.js';
import type { Decision } from '../../model/plan.js';
import { calibratedOf, type NoiseRow, type SelectedCalibration } from '../select/calibration.js';
import { calibrateAgain } from './command-line.js';
import { conditionFacts, databaseLine, type Fact } from './conditions.js';
import { formatChange, formatShare, formatWholeShare } from './format.js';
import { counted, listed, plainText } from './plain-text.js';
import { missingText, nothing } from './rows.js';
import { groupTitles, nounOf } from './wording.js';

/** The columns of the table, by their headings. */
export const calibrationHeads = ['noise', 'turn', 'process', 'finds', 'limit', 'passes by', 'bias p-value'] as const;

/** One metric, ready to be drawn: every cell is final plain text. */
export interface CalibrationRow {
  readonly label: string;
  /** Part of the row above it: a phase of the start-up. */
  readonly part: boolean;
  readonly judged: boolean;
  readonly biased: boolean;
  readonly cells: Readonly<Record<(typeof calibrationHeads)[number], string>>;
}

/** Everything that the report of a calibration says, in reading order. Terminal and markdown only draw it. */
export interface CalibrationContents {
  readonly sentences: readonly string[];
  readonly title: string;
  readonly groups: readonly { readonly title: string; readonly rows: readonly CalibrationRow[] }[];
  readonly legend: string;
  readonly notes: readonly string[];
  readonly facts: readonly Fact[];
  readonly commandLine: string;
}

/**
 * `finds start-up 4.1 %, response time 1.2 %`: the smallest regressions that the last look finds of the metrics to
 * judge.
 */
export function resolvesText(calibration: Calibration, gateMetrics: readonly MetricId[]): string {
  const effects = calibratedOf(calibration, gateMetrics).flatMap(({ metric, detectableEffect }) =>
    detectableEffect === undefined ? [] : [`${metricOf(metric).label} ${formatShare(detectableEffect)}`],
  );
  return effects.length === 0 ? 'finds no regression' : `finds ${effects.join(', ')}`;
}

/** `0.43`, `0.002`, `< 0.001`. */
function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : String(Number(p.toPrecision(p < 0.01 ? 1 : 2)));
}

function lastLook({ looks }: Decision): number {
  return looks.at(-1) ?? 0;
}

function resolution({ able, record: { plan } }: SelectedCalibration): string {
  const rounds = `${counted(lastLook(plan.decision), 'round')} of the ${plan.profile.name} profile`;
  if (able.length === 0) return `This machine finds no regression in any judged metric within ${rounds}.`;
  const effects = able.map(
    ({ metric, detectableEffect = 0 }) => `${formatShare(detectableEffect)} in ${nounOf(metric)}`,
  );
  return `This machine finds regressions from ${listed(effects)}, within ${rounds}.`;
}

/** The judged metrics whose limit is below the noise, and what helps. */
function noiseText({ tooNoisy, record: { plan } }: SelectedCalibration): string[] {
  if (tooNoisy.length === 0) return [];
  const nouns = tooNoisy.map((metric) => `${nounOf(metric)} (${formatShare(plan.decision.limits[metric])})`);
  const profiles = { quick: '--profile standard, ', standard: '--profile deep, ', deep: '' } as const;
  const longer = profiles[plan.profile.name];
  return [`Too noisy to judge by the limit of ${listed(nouns)}: ${longer}a wider --limit or a quieter machine helps.`];
}

/** The rig's fault, first and plain, and what to do; empty for a fair rig. */
function biasTexts(biased: readonly CalibratedMetric[]): string[] {
  if (biased.length === 0) return [];
  const found = biased.map(
    ({ metric, ratio, p }) => `${metricOf(metric).label} (${formatChange(ratio)}, p ${formatP(p)})`,
  );
  return [
    `Failed calibration: identical servers measured differently in ${listed(found)}.`,
    'Stop other programs on this machine and calibrate again. Until then --gate refuses these metrics: judge by others with --metrics. If it persists on a quiet machine, it is a fault of lotus-bench: please report it.',
  ];
}

/** What this machine can tell, in plain words; a failed calibration before all else. */
export function calibrationSentences(selected: SelectedCalibration): string[] {
  return [...biasTexts(selected.biased), resolution(selected), ...noiseText(selected)];
}

function rowText({ calibrated, part, judged, biased, limit }: NoiseRow, decision: Decision): CalibrationRow {
  const { metric, roundSd, turnSd, processSd, detectableEffect, roundsNeeded, p } = calibrated;
  const isConstant = roundSd === 0;
  return {
    ...{ label: metricOf(metric).label, part, judged, biased },
    cells: {
      noise: formatShare(roundSd),
      turn: turnSd === 0 ? nothing : formatShare(turnSd),
      process: isConstant ? nothing : formatShare(processSd),
      finds: isConstant ? 'exact' : detectableEffect === undefined ? nothing : formatShare(detectableEffect),
      limit: formatShare(limit),
      'passes by': isConstant ? nothing : `${roundsNeeded ?? `> ${lastLook(decision)}`}`,
      'bias p-value': `${formatP(p)}${biased ? ' !' : ''}`,
    },
  };
}

function legendOf(decision: Decision): string {
  return [
    '* judged by the verdict.',
    'noise: standard deviation of the change that a round shows between identical servers;',
    'turn: that of one turn, which more turns reduce; process: the part that they do not reduce;',
    `finds: the smallest regression that ${counted(lastLook(decision), 'round')} find four times in five; limit: the smallest one to catch;`,
    'passes by: the round by which identical servers pass nine times in ten.',
  ].join(' ');
}

function notesOf({ record, calibration, fewestForBias, notMeasurable }: SelectedCalibration): string[] {
  const { roundsUsed, roundsRedone, turnsPerRound } = calibration;
  const all = record.rounds.length;
  const share = formatWholeShare(roundsRedone / all);
  return [
    roundsRedone === 0
      ? 'no round was redone'
      : `${roundsRedone} of ${counted(all, 'round')} (${share}) redone because the machine was busy`,
    `${counted(turnsPerRound, 'turn')} in a round: one request to each server`,
    ...(fewestForBias === undefined
      ? []
      : [`${counted(roundsUsed, 'round')} are too few to show a bias: that takes ${fewestForBias}`]),
    ...missingText(notMeasurable).map((text) => `not measurable: ${text}`),
  ];
}

/** Puts the report of a calibration into words once, for every format that draws it. */
export function calibrationContents(selected: SelectedCalibration): CalibrationContents {
  const { record, calibration, groups, conditions } = selected;
  const { plan } = record;
  const [arm] = plan.arms;
  const names = plan.arms.map(({ name }) => name).join(' and ');
  return {
    sentences: calibrationSentences(selected),
    title: plainText(
      `Calibration, ${plan.scenario.name}: the same server${arm?.setting === undefined ? '' : ` (setting ${arm.setting})`} as ${names}, ${counted(calibration.roundsUsed, 'round')}`,
    ),
    groups: groups.map(({ group, rows }) => ({
      title: groupTitles[group],
      rows: rows.map((row) => rowText(row, plan.decision)),
    })),
    legend: legendOf(plan.decision),
    notes: notesOf(selected),
    facts: [
      ...(plan.database ? [{ label: 'Database', text: databaseLine(record.database) }] : []),
      { label: 'Scenario', text: plainText(`${plan.scenario.name}: ${plan.scenario.description}`) },
      ...conditionFacts(conditions),
    ],
    commandLine: calibrateAgain(plan),
  };
}
