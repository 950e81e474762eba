import type { CalibratedMetric, Calibration } from '../model/calibration.js';
import { type MetricGroup, metricIds, metricOf } from '../model/metrics.js';
import type { RunRecord } from '../model/record.js';
import { calibrationSentences, formatP } from './calibration-words.js';
import { formatEffect, formatSmallShare } from './change-text.js';
import { calibrateAgain } from './command-line.js';
import { conditionsOf, type Fact } from './conditions.js';
import { databaseLine } from './database-line.js';
import { Footnotes } from './footnotes.js';
import { counted, plainText } from './plain-text.js';
import { groupTitles, isPart, nothing } from './rows.js';

/** The columns of the table, by their headings. */
export const calibrationHeads = ['noise', 'slice', 'process', 'resolves', 'rounds', 'p of bias'] as const;

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
  const { metric, roundSd, sliceSd, processSd, detectableEffect, roundsNeeded, p } = each;
  const { smallestEffect, label } = metricOf(metric);
  const biased = calibration.biasedMetrics.includes(metric);
  const constant = roundSd === 0;
  const needed = roundsNeeded ?? `> ${record.plan.profile.looks.at(-1)}`;
  return {
    label,
    part: isPart(metric),
    judged: record.plan.gateMetrics.includes(metric),
    biased,
    cells: {
      noise: formatSmallShare(roundSd),
      slice: sliceSd === 0 ? nothing : formatSmallShare(sliceSd),
      process: constant ? nothing : formatSmallShare(processSd),
      resolves: constant ? 'exact' : detectableEffect === undefined ? nothing : formatEffect(detectableEffect),
      rounds: constant ? nothing : `${needed} for ${formatEffect(smallestEffect)}`,
      'p of bias': `${formatP(p)}${biased ? ' !' : ''}`,
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

function legendOf({ profile }: RunRecord['plan']): string {
  const last = counted(profile.looks.at(-1) ?? 0, 'round');
  return [
    '* judged by the verdict.',
    'noise: standard deviation of the change that a round shows of a server against itself;',
    'slice: that of one slice pair, which more slices lessen; process: what they do not lessen;',
    `resolves: the change that ${last} find four times in five;`,
    'rounds: how many show "no difference" four times in five, where less than so much does not matter.',
  ].join(' ');
}

function notesOf({ record, calibration }: CalibrationInput): string[] {
  const { roundsUsed, roundsRedone, requestsPerRound, notMeasurable } = calibration;
  const missing = new Footnotes();
  for (const { metric, reason } of notMeasurable) missing.add(metricOf(metric).label, reason);
  const all = record.rounds.length;
  return [
    roundsRedone === 0
      ? 'no round was redone'
      : `${roundsRedone} of ${counted(all, 'round')} (${Math.round((100 * roundsRedone) / all)} %) redone because the machine was busy`,
    `${counted(Math.round(requestsPerRound), 'request')} in a round's open loop, for each arm`,
    ...(roundsUsed < fewestRoundsForBias
      ? [`${counted(roundsUsed, 'round')} cannot show a bias, whatever they say: that takes ${fewestRoundsForBias}`]
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
      `Calibration, ${plan.scenario.name}: the same server (${arm?.setting}) as ${names}, ${counted(calibration.roundsUsed, 'round')}`,
    ),
    groups: groupsOf(input),
    legend: legendOf(plan),
    notes: notesOf(input),
    facts: [
      { label: 'Database', text: databaseLine(record.database) },
      { label: 'Scenario', text: plainText(`${plan.scenario.name}: ${plan.scenario.description}`) },
      ...conditionsOf(record),
    ],
    commandLine: calibrateAgain(plan),
  };
}
