import type { Verdict } from '../../model/verdict.js';
import type { SelectedArm, Selection } from '../select/contents.js';
import type { SelectedSettings, SettingRow } from '../select/settings.js';
import { isLeak } from '../select/warnings.js';
import { varyingText } from './answers.js';
import { commandLine } from './command-line.js';
import type { Fact } from './conditions.js';
import { factsOf } from './facts.js';
import { noGrowthText, noLeakText } from './growth.js';
import { counted, plainText } from './plain-text.js';
import { type EndpointRow, endpointText, type ReportTable, tableText } from './rows.js';
import { sentencesOf } from './sentence.js';
import { verdictLines, verdictSentence } from './verdict.js';
import { warningTexts } from './warnings.js';

/** One arm held against the reference. */
export interface ArmContents extends ReportTable {
  readonly armName: string;
  readonly referenceName: string;
  readonly endpoints: readonly EndpointRow[];
}

/**
 * What sets the arms apart: a heading row with the arms' names, and a row per optimization, variable or argument that
 * differs.
 */
export interface SettingsTable {
  readonly armNames: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** What does not differ, in one sentence; empty where everything does. */
  readonly alike: string;
}

/** Everything a report says, in final words and in reading order. Terminal and markdown only draw it. */
export interface ReportContents {
  readonly verdict: {
    readonly state: Verdict['state'];
    readonly sentence: string;
    /** The sentence, as its word and a few short lines. */
    readonly lines: ReturnType<typeof verdictLines>;
  };
  /** What was found beyond that, a sentence for each arm at most. */
  readonly sentences: readonly string[];
  readonly title: string;
  readonly arms: readonly ArmContents[];
  /** How to read the tables, where there are any, and what was left out of the comparison of answers. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly facts: readonly Fact[];
  readonly settings: SettingsTable;
  readonly commandLine: string;
}

function titleOf({ record: { plan, end }, analysis }: Selection): string {
  const [reference, ...others] = plan.arms.map(({ name }) => name);
  const against = others.join(' and ');
  const early = end.state === 'complete' ? '' : ` (${end.state})`;
  const name = plainText(plan.scenario.name);
  return `${name}: ${against} against ${reference}, ${counted(analysis.roundsUsed, 'round')}, profile ${plan.profile.name}${early}`;
}

function armText({ armName, referenceName, table, endpoints }: SelectedArm): ArmContents {
  return { armName, referenceName, ...tableText(table), endpoints: endpoints.map(endpointText) };
}

function notesOf({ arms, record: { plan }, analysis, isBeyondProfile }: Selection): string[] {
  if (arms.every(({ table }) => table.groups.length === 0)) return [];
  return [
    `Values are medians over ${counted(analysis.roundsUsed, 'round')}. Intervals are for each metric by itself (95 %), and hold at every look; whether a judged metric improved or regressed comes from one joint test of them all. "Rules out" is the smallest regression that can be excluded, "limit" the smallest one to catch. Endpoints are response times, one request at a time.`,
    ...(plan.profile.name === 'quick'
      ? [
          'These are figures of early life, of servers that have run for seconds: --profile standard measures warm ones.',
        ]
      : []),
    ...(isBeyondProfile
      ? [`Latency under load is not part of the ${plan.profile.name} profile: --profile standard measures it.`]
      : []),
  ];
}

/** What was found of leaks; one that was found is a warning. */
function growthNotes({ analysis: { growth }, arms, noGrowth }: Selection): string[] {
  const isCompared = arms.some(({ table }) => table.groups.length > 0);
  if (noGrowth) return isCompared ? [noGrowthText(noGrowth)] : [];
  return growth.filter((each) => !isLeak(each)).map(noLeakText);
}

function settingName({ kind, name }: SettingRow): string {
  if (kind === 'setting') return 'setting';
  return kind === 'arguments' ? 'node arguments' : name;
}

function settingsText({ armNames, rows, alike }: SelectedSettings): SettingsTable {
  const valueText = ({ kind }: SettingRow, value: string | undefined) =>
    value === undefined ? (kind === 'arguments' ? '(none)' : '(not set)') : plainText(value);
  const others = `${counted(alike, 'other setting')} ${alike === 1 ? 'is' : 'are'} the same in every arm.`;
  return {
    armNames,
    rows: rows.map((row) => ({ name: settingName(row), values: row.values.map((value) => valueText(row, value)) })),
    alike: rows.length === 0 ? 'Every setting is the same in every arm.' : alike === 0 ? '' : others,
  };
}

/** Puts a report into words once, for every format that draws it. */
export function contentsOf(selection: Selection): ReportContents {
  const { record, verdict, story } = selection;
  const sentence = verdictSentence(verdict);
  const sentences = sentencesOf(story, sentence);
  // Why a run failed is told once, by the first who knows it.
  const said = [sentence, ...sentences].join(' ');
  return {
    verdict: { state: verdict.state, sentence, lines: verdictLines(verdict) },
    sentences,
    title: titleOf(selection),
    arms: selection.arms.map(armText),
    notes: [...notesOf(selection), ...growthNotes(selection), ...(record.pilot?.varying ?? []).map(varyingText)],
    warnings: warningTexts(selection.warnings, said),
    facts: factsOf(selection, said),
    settings: settingsText(selection.settings),
    commandLine: commandLine(record.plan),
  };
}
