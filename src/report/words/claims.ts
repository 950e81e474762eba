import type { Claim } from '../../model/claim.js';
import type { ClaimsRecord, LineFinding } from '../../model/claims-record.js';
import { type ClaimRow, claimRow, verdictText, verdictWords } from './claim-rows.js';
import { databaseWord, quoted } from './command-line.js';
import { databaseLine, type Fact, machineText } from './conditions.js';
import { formatElapsed } from './format.js';
import { counted, listed, plainText } from './plain-text.js';
import { endText } from './run-end.js';
import { type SeriesRow, seriesRows } from './series.js';

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
          `The run did not come to its end (${end.state === 'failed' ? plainText(endText(end)) : end.state}): rows without numbers were not reached.`,
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
  const db = plan.database.kind === 'auto' ? '' : ` --db ${quoted(databaseWord(plan.database))}`;
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
      return line ? [claimRow(line, finding)] : [];
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
