import type { Analysis, Comparison } from '../model/analysis.js';
import { metricOf } from '../model/metrics.js';
import type { RunRecord } from '../model/record.js';
import type { Verdict } from '../model/verdict.js';
import { formatEffect } from './change-text.js';
import { commandLine } from './command-line.js';
import type { Fact } from './conditions.js';
import { type EndpointRow, endpointsOf } from './endpoints.js';
import { factsOf } from './facts.js';
import type { Footnote } from './footnotes.js';
import { counted, plainText } from './plain-text.js';
import { type ReportTable, tableOf } from './rows.js';
import { sentencesOf } from './sentence.js';
import { type SettingsTable, settingsOf } from './settings.js';

/** What every report is made from. */
export interface ReportInput {
  readonly record: RunRecord;
  readonly analysis: Analysis;
  readonly verdict: Verdict;
}

/** One arm held against the reference. */
export interface ArmContents extends Omit<ReportTable, 'notMeasured'> {
  readonly armName: string;
  readonly referenceName: string;
  readonly endpoints: readonly EndpointRow[];
  /** Metrics that have no row because neither arm has a value; empty when there are none. */
  readonly notMeasured: string;
  /** The smallest changes that the undecided metrics could have shown; empty when there are none. */
  readonly resolution: string;
}

/** Everything a report says, in final words and in reading order. Terminal and markdown only draw it. */
export interface ReportContents {
  readonly sentences: readonly string[];
  readonly title: string;
  readonly arms: readonly ArmContents[];
  readonly verdict: {
    readonly state: Verdict['state'];
    readonly sentence: string;
    /** Findings that are not met, in words. */
    readonly findings: readonly { readonly state: 'broken' | 'undecided'; readonly message: string }[];
  };
  /** How to read the tables; empty without tables. */
  readonly legend: string;
  readonly warnings: readonly string[];
  readonly facts: readonly Fact[];
  readonly settings: SettingsTable;
  readonly commandLine: string;
}

const mostInvalidTrialsShown = 5;

function notMeasuredText(notes: readonly Footnote[]): string {
  const parts = notes.map(({ labels, text }) => `${labels.join(', ')} (${text})`);
  return parts.length === 0 ? '' : `Not measured: ${parts.join('; ')}.`;
}

/** `this many rounds could have shown p50 ±8 %, RSS ±1.2 %`: why more rounds would help, and where. */
function resolutionOf(comparisons: readonly Comparison[]): string {
  const limits = comparisons.flatMap(({ outcome, metric, change }) =>
    outcome === 'inconclusive' && change?.detectableEffect !== undefined
      ? [`${metricOf(metric).label} ${formatEffect(change.detectableEffect)}`]
      : [],
  );
  return limits.length === 0 ? '' : `Smallest change that could have been called: ${limits.join(', ')}.`;
}

function warningsOf({ record, analysis }: ReportInput): string[] {
  const { invalidTrials } = analysis;
  const trials = invalidTrials
    .slice(0, mostInvalidTrialsShown)
    .map(({ roundIndex, armName, reason, detail }) => `round ${roundIndex + 1}, ${armName}: ${reason}: ${detail}`);
  const more = invalidTrials.length - trials.length;
  const redone = record.rounds.flatMap(({ index, redone }) =>
    redone === undefined ? [] : [`round ${index + 1} was done again: ${redone}`],
  );
  const all = [
    ...(record.pilot?.warnings ?? []),
    ...record.warnings,
    ...analysis.warnings,
    ...trials,
    ...(more > 0 ? [`${counted(more, 'further invalid trial')} in record.json`] : []),
    ...redone,
  ];
  return [...new Set(all.map(plainText))];
}

function titleOf({ plan, end }: RunRecord, { roundsUsed }: Analysis): string {
  const [reference, ...others] = plan.arms.map(({ name }) => name);
  const against = others.join(' and ');
  const early = end.state === 'complete' ? '' : ` (${end.state})`;
  return `${plainText(plan.scenario.name)}: ${against} against ${reference}, ${counted(roundsUsed, 'round')}${early}`;
}

function legendOf(arms: readonly ArmContents[], analysis: Analysis): string {
  const rows = arms.flatMap(({ groups }) => groups.flatMap((group) => group.rows));
  if (rows.length === 0) return '';
  const judged = rows.some((row) => row.judged) ? '* judged by the verdict; the other metrics are information. ' : '';
  return `${judged}Values are medians over ${counted(analysis.roundsUsed, 'round')}; intervals allow for every look.`;
}

/** Puts a report into words once, for every format that draws it. */
export function contentsOf(input: ReportInput): ReportContents {
  const { record, analysis, verdict } = input;
  const { plan } = record;
  const referenceName = plan.arms[0]?.name ?? '';
  const arms = plan.arms.slice(1).map(({ name: armName }) => {
    const comparisons = analysis.comparisons.filter((each) => each.armName === armName);
    const table = tableOf(comparisons, plan.scenario.promises);
    const compared = comparisons.some(({ outcome }) => outcome !== 'invalid');
    return {
      armName,
      referenceName,
      ...table,
      notMeasured: notMeasuredText(table.notMeasured),
      // An arm that answered wrongly has no speed, not even per endpoint.
      endpoints: compared ? endpointsOf(analysis, referenceName, armName) : [],
      resolution: resolutionOf(comparisons),
    };
  });
  return {
    sentences: sentencesOf(analysis, record),
    title: titleOf(record, analysis),
    arms,
    verdict: {
      state: verdict.state,
      sentence: plainText(verdict.sentence) || verdict.state,
      findings: verdict.findings.flatMap(({ state, message }) =>
        // The sentence has said some of it already.
        state === 'met' || verdict.sentence.includes(message) ? [] : [{ state, message: plainText(message) }],
      ),
    },
    legend: legendOf(arms, analysis),
    warnings: warningsOf(input),
    facts: factsOf(record, analysis),
    settings: settingsOf(plan.arms, plan.scenario.switches),
    commandLine: commandLine(plan),
  };
}
