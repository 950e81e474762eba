import type { Claim, ClaimLine, ValueUnit } from '../../model/claim.js';
import type { ClaimsRecord, ClaimVerdict, Effect, LineFinding } from '../../model/claims-record.js';
import type { Unit } from '../../model/metrics.js';
import { databaseLine, type Fact, machineText } from './conditions.js';
import { failureText } from './failures.js';
import { formatChange, formatElapsed, formatTogether } from './format.js';
import { counted, listed, plainText } from './plain-text.js';
import { nothing } from './rows.js';
import { type SeriesRow, seriesRows } from './series.js';

/** One line of the report: texts only. */
export interface ClaimRow {
  readonly what: string;
  readonly before: string;
  readonly default: string;
  readonly after: string;
  readonly change: string;
  readonly interval: string;
  readonly promised: string;
  readonly verdict: string;
  readonly kind: ClaimVerdict['kind'];
  /** What has to be known of it: against default, a note. */
  readonly more: readonly string[];
}

export interface ClaimBlock {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly ClaimRow[];
}

export interface ClaimsContents {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly groups: readonly { readonly title: string; readonly claims: readonly ClaimBlock[] }[];
  /** What was watched in the course of time, of the last round that watched it. */
  readonly series: readonly SeriesRow[];
  readonly legend: string;
  readonly notes: readonly string[];
  readonly facts: readonly Fact[];
  readonly commandLine: string;
}

const groupTitles: Readonly<Record<Claim['group'], string>> = {
  headline: 'The headline numbers',
  optimization: 'The optimizations, one alone, all others at their defaults',
  growth: 'What grows with what',
  'key metrics': 'Key metrics',
};

const verdictWords: Readonly<Record<Exclude<ClaimVerdict['kind'], 'beside'>, string>> = {
  confirmed: 'confirmed',
  smaller: 'smaller',
  'no-effect': 'no effect',
  reversed: 'reversed',
  undecided: 'undecided',
  refuted: 'not so',
  'not-measured': 'not measured',
};

const directions: Readonly<Record<Extract<ClaimVerdict, { kind: 'beside' }>['direction'], string>> = {
  better: 'better; not judged',
  worse: 'worse; not judged',
  alike: 'alike; not judged',
  unclear: 'not judged',
};

function verdictText(verdict: ClaimVerdict): string {
  return verdict.kind === 'beside' ? directions[verdict.direction] : verdictWords[verdict.kind];
}

function valueTexts(values: readonly number[], unit: ValueUnit): readonly string[] {
  // What takes nanoseconds is told as parts of a microsecond.
  return unit === 'ns'
    ? formatTogether(
        values.map((value) => value / 1000),
        'us',
      )
    : formatTogether(values, unit satisfies Unit);
}

/** From a factor of three on percents mislead: `50x less`, `12x`. */
function changeText(ratio: number): string {
  if (ratio > 0 && ratio <= 1 / 3) return `${Number((1 / ratio).toPrecision(3))}x less`;
  return ratio >= 3 ? `${Number(ratio.toPrecision(3))}x` : formatChange(ratio);
}

function intervalText({ low, high }: Effect): string {
  return low === high ? 'exact' : `${changeText(low)} … ${changeText(high)}`;
}

function whyNotMeasured(verdict: ClaimVerdict): readonly string[] {
  if (verdict.kind === 'beside') return [];
  if (verdict.failed)
    return [`${verdict.failed.armName}: ${plainText(failureText(verdict.failed.failure, verdict.failed.armName))}`];
  return verdict.kind === 'not-measured' ? ['this machine or platform gives no such number'] : [];
}

function rowOf(line: ClaimLine, finding: LineFinding): ClaimRow {
  const names = ['before', 'default', 'after'].filter((name) => finding.values[name] !== undefined);
  const texts = valueTexts(
    names.map((name) => finding.values[name] ?? Number.NaN),
    line.unit,
  );
  const textOf = (name: string) => texts[names.indexOf(name)] ?? '';
  const { effect, effectOfDefault, verdict } = finding;
  return {
    what: line.condition === undefined ? line.what : `${line.what}; ${line.condition}`,
    before: textOf('before'),
    default: textOf('default'),
    after: textOf('after'),
    change: effect ? changeText(effect.ratio) : nothing,
    interval: effect ? intervalText(effect) : nothing,
    promised: line.promised,
    verdict: verdictText(verdict),
    kind: verdict.kind,
    more: [
      ...(effectOfDefault
        ? [`against default: ${changeText(effectOfDefault.ratio)} (${intervalText(effectOfDefault)})`]
        : []),
      ...(verdict.kind === 'undecided'
        ? [`${counted(finding.rounds, 'round')} could not tell; a longer --profile may`]
        : []),
      ...whyNotMeasured(verdict),
      ...(line.note === undefined ? [] : [line.note]),
    ],
  };
}

/** `31 confirmed, 12 smaller and 3 reversed` */
function countsText(findings: readonly LineFinding[]): string {
  const kinds = ['confirmed', 'smaller', 'no-effect', 'reversed', 'refuted', 'undecided', 'not-measured'] as const;
  return listed(
    kinds.flatMap((kind) => {
      const count = findings.filter(({ verdict }) => verdict.kind === kind).length;
      return count === 0 ? [] : [`${count} ${verdictWords[kind]}`];
    }),
  );
}

/** What all lines of a claim say together: `confirmed`, or `confirmed; smaller; reversed` by how often. */
function claimVerdict(findings: readonly LineFinding[]): string {
  const judged = findings.filter(({ verdict }) => verdict.kind !== 'beside').map(({ verdict }) => verdictText(verdict));
  const words = [...new Set(judged)];
  if (words.length < 2) return words[0] ?? 'not judged';
  return words.map((word) => `${word} in ${judged.filter((each) => each === word).length}`).join(', ');
}

function sentencesOf({ plan, end }: ClaimsRecord, findings: readonly LineFinding[]): string[] {
  const judged = findings.filter(({ verdict }) => verdict.kind !== 'beside');
  const ended =
    end.state === 'complete'
      ? []
      : [
          `The run did not come to its end (${end.state === 'failed' ? plainText(end.message) : end.state}): rows without numbers were not reached.`,
        ];
  const claimCount = counted(plan.book.claims.length, 'claim');
  return [`${claimCount}, ${counted(judged.length, 'promise')} that can be judged: ${countsText(judged)}.`, ...ended];
}

function notesOf({ plan, database }: ClaimsRecord): string[] {
  const dependent = plan.book.claims.filter(({ dependsOnDatabase }) => dependsOnDatabase).map(({ id }) => id);
  const real = database?.kind === 'embedded' ? 'the stand-in, not mongod' : 'the database above';
  return [
    ...(dependent.length === 0 ? [] : [`Measured on ${real}, and dependent on its speed: ${dependent.join(', ')}.`]),
    'Absolute numbers of the report (500 ms, 150 MB) are of another machine: they stand beside ours and are not judged.',
  ];
}

function factsOf(record: ClaimsRecord): Fact[] {
  const { plan, host } = record;
  const rounds = plan.book.experiments.map(({ id, rounds: byProfile }) => `${id} ${byProfile[plan.profile]}`);
  return [
    { label: 'Rounds', text: `profile ${plan.profile}: ${rounds.join(', ')}` },
    { label: 'Database', text: databaseLine(record.database) },
    { label: 'Machine', text: machineText(host) },
    { label: 'Run', text: `${plainText(record.runId)}, seed ${plan.seed}, ${formatElapsed(record.elapsedMs)}` },
  ];
}

/** The command that measures the same claims again. */
function commandLineOf({ plan }: ClaimsRecord, whole: boolean): string {
  const ids = whole ? '' : ` ${plan.book.claims.map(({ id }) => id).join(' ')}`;
  const { database } = plan;
  const db = database.kind === 'auto' ? '' : ` --db ${database.kind === 'uri' ? database.uri : database.kind}`;
  return `npx lotus-bench claims${ids} --profile ${plan.profile} --seed ${plan.seed}${db}`;
}

/** The whole report of a run of claims, as texts. `whole`: it measured every claim that there is. */
export function claimsContents(record: ClaimsRecord, findings: readonly LineFinding[], whole: boolean): ClaimsContents {
  const findingsOf = (id: string) => findings.filter(({ claimId }) => claimId === id);
  const blockOf = ({ id, title, lines }: Claim): ClaimBlock => ({
    id,
    title: `${id}: ${title}: ${claimVerdict(findingsOf(id))}`,
    rows: findingsOf(id).flatMap((finding) => {
      const line = lines[finding.lineIndex];
      return line ? [rowOf(line, finding)] : [];
    }),
  });
  const groups = (Object.keys(groupTitles) as Claim['group'][]).map((group) => ({
    title: groupTitles[group],
    claims: record.plan.book.claims.filter((claim) => claim.group === group).map(blockOf),
  }));
  return {
    title: `Promises and what came of them: ${plainText(record.runId)}`,
    sentences: sentencesOf(record, findings),
    groups: groups.filter(({ claims }) => claims.length > 0),
    series: seriesRows(record),
    legend:
      'before, default, after: medians of the rounds, and of what must always hold the worst; default is what Node, Express or the driver do if nothing is set (empty: as before). ' +
      'Change: after against before, with its 95 % interval. Confirmed: the interval reaches what was promised, within 3 %. Smaller: better, but less than promised.',
    notes: notesOf(record),
    facts: factsOf(record),
    commandLine: commandLineOf(record, whole),
  };
}
