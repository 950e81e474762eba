import type { CalibratedMetric, Calibration } from '../model/calibration.js';
import { type MetricGroup, metricIds, metricOf } from '../model/metrics.js';
import type { RunRecord } from '../model/record.js';
import { calibrationSentences, formatP } from './calibration-words.js';
import { formatSmallShare } from './change-text.js';
import { calibrateAgain } from './command-line.js';
import { conditionsOf, type Fact } from './conditions.js';
import { databaseLine } from './database-line.js';
import { Footnotes } from './footnotes.js';
import { counted, plainText } from './plain-text.js';
import { isPart, nothing } from './rows.js';
import { groupTitles } from './wording.js';

/** The columns of the table, by their headings. */
export const calibrationHeads = ['noise', 'turn', 'process', 'finds', 'limit', 'passes by', 'bias p-value'] as const;

/** What a calibration's report is made from. */
export interface CalibrationInput {
  readonly record: RunRecord;
  readonly calibration: Calibration;
}

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

/** Fewer rounds cannot show a bias: the exact signed-rank p of 7 rounds is 2 / 2 ** 7 at the least, above 0.01. */
const fewestRoundsForBias = 8;

function rowOf(each: CalibratedMetric, { record, calibration }: CalibrationInput): CalibrationRow {
  const { metric, roundSd, turnSd, processSd, detectableEffect, roundsNeeded, p } = each;
  const { limits, looks, gateMetrics } = record.plan.decision;
  const biased = calibration.biasedMetrics.includes(metric);
  const constant = roundSd === 0;
  return {
    label: metricOf(metric).label,
    part: isPart(metric),
    judged: gateMetrics.includes(metric),
    biased,
    cells: {
      noise: formatSmallShare(roundSd),
      turn: turnSd === 0 ? nothing : formatSmallShare(turnSd),
      process: constant ? nothing : formatSmallShare(processSd),
      finds: constant ? 'exact' : detectableEffect === undefined ? nothing : formatSmallShare(detectableEffect),
      limit: formatSmallShare(limits[metric]),
      'passes by': constant ? nothing : `${roundsNeeded ?? `> ${looks.at(-1)}`}`,
      'bias p-value': `${formatP(p)}${biased ? ' !' : ''}`,
    },
  };
}

function groupsOf(input: CalibrationInput): CalibrationContents['groups'] {
  const rows = new Map<MetricGroup, CalibrationRow[]>();
  for (const metric of metricIds) {
    const each = input.calibration.metrics.find((candidate) => candidate.metric === metric);
    const { group } = metricOf(metric);
    if (each) rows.set(group, [...(rows.get(group) ?? []), rowOf(each, input)]);
  }
  return [...rows].map(([group, members]) => ({ title: groupTitles[group], rows: members }));
}

function legendOf({ decision }: RunRecord['plan']): string {
  const last = counted(decision.looks.at(-1) ?? 0, 'round');
  return [
    '* judged by the verdict.',
    'noise: standard deviation of the change that a round shows between identical servers;',
    'turn: that of one turn, which more turns reduce; process: the part that they do not reduce;',
    `finds: the smallest regression that ${last} find four times in five; limit: the smallest one to catch;`,
    'passes by: the round by which identical servers pass nine times in ten.',
  ].join(' ');
}

function notesOf({ record, calibration }: CalibrationInput): string[] {
  const { roundsUsed, roundsRedone, turnsPerRound, notMeasurable } = calibration;
  const missing = new Footnotes();
  for (const { metric, reason } of notMeasurable) missing.add(metricOf(metric).label, reason);
  const all = record.rounds.length;
  return [
    roundsRedone === 0
      ? 'no round was redone'
      : `${roundsRedone} of ${counted(all, 'round')} (${Math.round((100 * roundsRedone) / all)} %) redone because the machine was busy`,
    `${counted(turnsPerRound, 'turn')} in a round: one request to each server`,
    ...(roundsUsed < fewestRoundsForBias
      ? [`${counted(roundsUsed, 'round')} are too few to show a bias: that takes ${fewestRoundsForBias}`]
      : []),
    ...missing.all().map(({ labels, text }) => `not measurable: ${labels.join(', ')} (${text})`),
  ].map(plainText);
}

/** Puts the report of a calibration into words once, for every format that draws it. */
export function calibrationContents(input: CalibrationInput): CalibrationContents {
  const { record, calibration } = input;
  const { plan } = record;
  const [arm] = plan.arms;
  const names = plan.arms.map(({ name }) => name).join(' and ');
  return {
    sentences: calibrationSentences(calibration, plan),
    title: plainText(
      `Calibration, ${plan.scenario.name}: the same server${arm?.setting === undefined ? '' : ` (setting ${arm.setting})`} as ${names}, ${counted(calibration.roundsUsed, 'round')}`,
    ),
    groups: groupsOf(input),
    legend: legendOf(plan),
    notes: notesOf(input),
    facts: [
      ...(plan.database ? [{ label: 'Database', text: databaseLine(record.database) }] : []),
      { label: 'Scenario', text: plainText(`${plan.scenario.name}: ${plan.scenario.description}`) },
      ...conditionsOf(record),
    ],
    commandLine: calibrateAgain(plan),
  };
}
