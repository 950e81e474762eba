import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ClaimLine, ValuePath } from '../../src/model/claim.js';
import type { ClaimsRecord, LineFinding } from '../../src/model/claims-record.js';
import { claimsMarkdown } from '../../src/report/draw/markdown/claims.js';
import { plainPaint } from '../../src/report/draw/paint.js';
import { claimsTerminal } from '../../src/report/draw/terminal/claims.js';
import { claimsJson } from '../../src/report/export/claims-json.js';
import { claimsContents } from '../../src/report/words/claims.js';
import { judgeClaims } from '../../src/stats/claims/judge-claims.js';

// One real run: the one that is committed, and that a visitor reads first.

const folder = new URL('../../reports/lotus-optimization-report/', import.meta.url);
const record = JSON.parse(readFileSync(new URL('record.json', folder), 'utf8')) as ClaimsRecord;
const findings = judgeClaims(record);
const contents = claimsContents(record, findings, true);
const json = JSON.parse(claimsJson(record, findings)) as {
  claims: { id: string; lines: { what: string; verdict: { kind: string; direction?: string } }[] }[];
};

const words: Readonly<Record<string, string>> = {
  confirmed: 'confirmed',
  smaller: 'smaller',
  'no-effect': 'no effect',
  reversed: 'reversed',
  refuted: 'not so',
  undecided: 'undecided',
  'not-measured': 'not measured',
  'beside better': 'better; not judged',
  'beside worse': 'worse; not judged',
  'beside alike': 'alike; not judged',
  'beside unclear': 'not judged',
};
const wordOf = ({ kind, direction }: { kind: string; direction?: string }) =>
  words[direction === undefined ? kind : `${kind} ${direction}`] ?? kind;

describe('the committed run of claims', () => {
  it('came to its end, and measured every line of every claim', () => {
    expect(record.end).toEqual({ state: 'complete' });
    expect(findings.filter(({ verdict }) => verdict.kind === 'not-measured')).toEqual([]);
    const groups = record.plan.book.claims.map(({ group }) => group);
    expect(groups.filter((group) => group === 'optimization')).toHaveLength(13);
    expect(groups.filter((group) => group === 'headline')).toHaveLength(7);
    expect(groups.filter((group) => group === 'growth')).toHaveLength(5);
    expect(groups.filter((group) => group === 'key metrics')).toHaveLength(1);
  });

  it('has the reports that are made of it', () => {
    expect(readFileSync(new URL('claims.json', folder), 'utf8')).toBe(claimsJson(record, findings));
    expect(readFileSync(new URL('report.md', folder), 'utf8')).toBe(claimsMarkdown(contents));
  });

  it('has the same verdicts in JSON, markdown and on a terminal, line by line', () => {
    const inJson = json.claims.flatMap(({ lines }) => lines.map(({ verdict }) => wordOf(verdict)));
    const inContents = contents.groups.flatMap(({ claims }) => claims.map(({ id, rows }) => [id, rows] as const));
    const byId = new Map(inContents);
    expect(json.claims.flatMap(({ id }) => (byId.get(id) ?? []).map(({ verdict }) => verdict))).toEqual(inJson);

    const markdown = claimsMarkdown(contents);
    const cells = markdown.split('\n').flatMap((line) => /\| \*\*([^*]+)\*\* \|$/.exec(line)?.[1] ?? []);
    const inOrder = contents.groups.flatMap(({ claims }) =>
      claims.flatMap(({ rows }) => rows.map((row) => row.verdict)),
    );
    expect(cells).toEqual(inOrder);

    const terminal = claimsTerminal(contents, { paint: plainPaint, columns: 140 });
    const counted = (text: string) => terminal.split('\n').filter((line) => line.endsWith(`  ${text}`)).length;
    for (const verdict of new Set(inOrder.filter((each) => each !== 'not judged')))
      expect([verdict, counted(verdict)]).toEqual([verdict, inOrder.filter((each) => each === verdict).length]);
  });
});

// The second, plain implementation: everything written out, nothing shared with the first.

function plainValue(values: Readonly<Record<string, number>>, { value }: ClaimLine): number | undefined {
  const read = (path: ValuePath) => values[path.slice(path.indexOf('/') + 1)];
  if (typeof value === 'string') return read(value);
  const slopes: number[] = [];
  for (const a of value.slopeOf)
    for (const b of value.slopeOf)
      if (a.at < b.at) slopes.push(((read(b.value) ?? Number.NaN) - (read(a.value) ?? Number.NaN)) / (b.at - a.at));
  slopes.sort((x, y) => x - y);
  const half = slopes.length / 2;
  return slopes.length % 2 === 1
    ? slopes[Math.floor(half)]
    : ((slopes[half - 1] ?? Number.NaN) + (slopes[half] ?? Number.NaN)) / 2;
}

/** Every shift that a signed-rank test at 5 % does not reject, found by trying all sign patterns. */
function plainInterval(values: readonly number[]): [low: number, high: number] | undefined {
  const means: number[] = [];
  for (let i = 0; i < values.length; i++)
    for (let j = i; j < values.length; j++) means.push(((values[i] ?? 0) + (values[j] ?? 0)) / 2);
  means.sort((x, y) => x - y);
  const n = values.length;
  const sums = new Map<number, number>();
  for (let pattern = 0; pattern < 2 ** n; pattern++) {
    let sum = 0;
    for (let rank = 1; rank <= n; rank++) if (pattern & (1 << (rank - 1))) sum += rank;
    sums.set(sum, (sums.get(sum) ?? 0) + 1);
  }
  let left = -1;
  for (let sum = 0, tail = 0; ; sum++) {
    tail += (sums.get(sum) ?? 0) / 2 ** n;
    if (tail > 0.025) break;
    left = sum;
  }
  const [low, high] = [means[left], means[means.length - 1 - left]];
  return left < 0 || low === undefined || high === undefined ? undefined : [low, high];
}

function plainVerdict(line: ClaimLine): string {
  const path = typeof line.value === 'string' ? line.value : (line.value.slopeOf[0]?.value ?? '');
  const rounds = record.results.find(({ id }) => id === path.split('/')[0])?.rounds ?? [];
  const pairs = rounds.map(({ observations }) => {
    const of = (name: string) => {
      const observation = observations.find(({ armName }) => armName === name);
      return observation?.state === 'observed' ? plainValue(observation.values, line) : undefined;
    };
    return { before: of('before'), after: of('after'), default: of('default') };
  });
  const { promise, smallest = 0.03 } = line;
  if (promise.kind === 'at-least' || promise.kind === 'at-most') {
    const { kind, bound } = promise;
    const values = pairs.flatMap((pair) => pair[promise.arm as 'after'] ?? []);
    const holds = values.every((value) => (kind === 'at-least' ? value >= bound : value <= bound));
    return holds ? 'confirmed' : 'refuted';
  }
  const both = pairs.flatMap(({ before, after }) =>
    before === undefined || after === undefined ? [] : [[before, after] as const],
  );
  const gains = both.flatMap(([before, after]) => {
    if (!('better' in promise)) return [before - after];
    if (before === after) return [0];
    if (before < 0 || after < 0) return [];
    return [promise.better === 'lower' ? Math.log(before / after) : Math.log(after / before)];
  });
  const same = gains.length > 1 && gains.every((gain) => gain === gains[0]);
  const counts = line.counted === true && gains.length > 1;
  const interval = same || counts ? [Math.min(...gains), Math.max(...gains)] : plainInterval(gains);
  const [low, high] = interval ?? [];
  if (promise.kind === 'absolute') return 'beside';
  if (low === undefined || high === undefined) return 'undecided';
  if (promise.kind === 'saved') {
    if (low > 0) return high >= promise.least * (1 - smallest) ? 'confirmed' : 'smaller';
    return high < 0 ? 'reversed' : 'undecided';
  }
  if (
    low > 0 &&
    high >= (promise.kind === 'ratio' ? Math.abs(Math.log(promise.ratio)) - smallest : Number.POSITIVE_INFINITY)
  )
    return 'confirmed';
  if (low >= -smallest && high <= smallest) return 'no-effect';
  if (high < 0) return 'reversed';
  if (low > 0) return promise.kind === 'better' ? 'confirmed' : 'smaller';
  return 'undecided';
}

describe('each verdict of it, found again by a second, plain implementation', () => {
  const lines = record.plan.book.claims.flatMap(({ id, lines }) =>
    lines.map(
      (line, i) =>
        [
          `${id} ${line.what} ${line.condition ?? ''}`,
          line,
          findings.find(({ claimId, lineIndex }) => claimId === id && lineIndex === i),
        ] as const,
    ),
  );
  it.each(lines)('%s', (_name, line, finding: LineFinding | undefined) => {
    expect(finding?.verdict.kind).toBe(plainVerdict(line));
  });
});
