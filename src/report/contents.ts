import type { Analysis, Comparison } from '../model/analysis.js';
import { metricOf } from '../model/metrics.js';
import type { Plan } from '../model/plan.js';
import type { RunRecord } from '../model/record.js';
import type { Verdict } from '../model/verdict.js';
import { commandLine } from './command-line.js';
import type { Fact } from './conditions.js';
import { type EndpointRow, endpointsOf } from './endpoints.js';
import { factsOf } from './facts.js';
import type { Footnote } from './footnotes.js';
import { counted, plainText } from './plain-text.js';
import type { ReportInput } from './report-input.js';
import { type ReportTable, tableOf } from './rows.js';
import { sentencesOf } from './sentence.js';
import { type SettingsTable, settingsOf } from './settings.js';
import { warningsOf } from './warnings.js';

/** One arm held against the reference. */
export interface ArmContents extends Omit<ReportTable, 'notMeasured'> {
  readonly armName: string;
  readonly referenceName: string;
  readonly endpoints: readonly EndpointRow[];
  /** Metrics that have no row because neither arm has a value; empty when there are none. */
  readonly notMeasured: string;
}

/** Everything a report says, in final words and in reading order. Terminal and markdown only draw it. */
export interface ReportContents {
  readonly verdict: {
    readonly state: Verdict['state'];
    readonly sentence: string;
    /** What broke a rule, where the sentence does not say it. */
    readonly broken: readonly string[];
  };
  /** What was found beyond that, a sentence for each arm at most. */
  readonly sentences: readonly string[];
  readonly title: string;
  readonly arms: readonly ArmContents[];
  /** How to read the tables; empty without tables. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly facts: readonly Fact[];
  readonly settings: SettingsTable;
  readonly commandLine: string;
}

function notMeasuredText(notes: readonly Footnote[]): string {
  const parts = notes.map(({ labels, text }) => `${labels.join(', ')} (${text})`);
  return parts.length === 0 ? '' : `Not measured: ${parts.join('; ')}.`;
}

/** Latency under load without an open loop is not missing: the profile does not measure it, and one line says so. */
function isBeyondProfile({ metric, before, after }: Comparison, { profile }: Plan): boolean {
  const absent = before.state === 'absent' && after.state === 'absent';
  return (
    absent && metricOf(metric).group === 'latency under load' && !profile.phases.some(({ kind }) => kind === 'open')
  );
}

function titleOf({ plan, end }: RunRecord, { roundsUsed }: Analysis): string {
  const [reference, ...others] = plan.arms.map(({ name }) => name);
  const against = others.join(' and ');
  const early = end.state === 'complete' ? '' : ` (${end.state})`;
  const name = plainText(plan.scenario.name);
  return `${name}: ${against} against ${reference}, ${counted(roundsUsed, 'round')}, profile ${plan.profile.name}${early}`;
}

function armOf(armName: string, { record, analysis }: ReportInput): ArmContents {
  const { plan } = record;
  const all = analysis.comparisons.filter((each) => each.armName === armName);
  const comparisons = all.filter((each) => !isBeyondProfile(each, plan));
  const table = tableOf(comparisons, plan.scenario.promises);
  const compared = comparisons.some(({ outcome }) => outcome !== 'invalid');
  return {
    armName,
    referenceName: plan.arms[0]?.name ?? '',
    ...table,
    notMeasured: notMeasuredText(table.notMeasured),
    // An arm that answered wrongly has no speed, not even per endpoint.
    endpoints: compared ? endpointsOf(analysis, armName) : [],
  };
}

/** How to read the tables; empty without tables. */
function notesOf(arms: readonly ArmContents[], { record, analysis }: ReportInput): string[] {
  if (arms.every(({ groups }) => groups.length === 0)) return [];
  const { plan } = record;
  const left = analysis.comparisons.some((each) => isBeyondProfile(each, plan));
  return [
    `Values are medians over ${counted(analysis.roundsUsed, 'round')}. Intervals are for each metric by itself (95 %), and hold at every look; whether a judged metric improved or regressed comes from one joint test of them all. "Rules out" is the smallest regression that can be excluded, "limit" the smallest one to catch. Endpoints are response times, one request at a time.`,
    ...(plan.profile.name === 'quick'
      ? [
          'These are figures of early life, of servers that have run for seconds: --profile standard measures warm ones.',
        ]
      : []),
    ...(left
      ? [`Latency under load is not part of the ${plan.profile.name} profile: --profile standard measures it.`]
      : []),
  ];
}

/** Puts a report into words once, for every format that draws it. */
export function contentsOf(input: ReportInput): ReportContents {
  const { record, analysis, verdict } = input;
  const { plan } = record;
  const arms = plan.arms.slice(1).map(({ name }) => armOf(name, input));
  const sentence = plainText(verdict.sentence) || verdict.state;
  const sentences = sentencesOf(analysis, record, verdict);
  // Why a run failed is told once, by the first who knows it.
  const said = [sentence, ...sentences].join(' ');
  return {
    verdict: {
      state: verdict.state,
      sentence,
      broken: verdict.findings.flatMap(({ state, message }) =>
        state === 'broken' && !sentence.includes(plainText(message)) ? [plainText(message)] : [],
      ),
    },
    sentences,
    title: titleOf(record, analysis),
    arms,
    notes: notesOf(arms, input),
    warnings: warningsOf(record, analysis, said),
    facts: factsOf(record, analysis, said),
    settings: settingsOf(plan.arms, plan.scenario.switches),
    commandLine: commandLine(plan),
  };
}
