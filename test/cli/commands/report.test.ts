import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editedJson } from '../../edited-json.js';
import { type Ended, run, start } from '../lotus-bench.js';

const sample = fileURLToPath(new URL('../../../reports/sample', import.meta.url));
const sampleText = readFileSync(join(sample, 'record.json'), 'utf8');
const schema1 = gunzipSync(readFileSync(new URL('../../run/store/fixtures/schema-1.json.gz', import.meta.url)));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A run folder with a record in it. */
function saved(name: string, content: string | Uint8Array): string {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'record.json'), content);
  return join(folder, name);
}

/** The numbers of the rows of a report's tables, in any format. */
function figures(text: string): string[] {
  return (text.match(/[−+]?\d+(?:[.,]\d+)*/g) ?? []).toSorted();
}

const lines = ({ stderr }: Ended) => stderr.trimEnd().split('\n');

describe('lotus-bench report', () => {
  it('prints what the run itself wrote, and leaves its folder as it is', async () => {
    const before = readdirSync(sample);
    const { code, stdout, stderr } = await run(['report', sample, '--format', 'markdown']);
    expect([code, stderr]).toEqual([0, '']);
    expect(figures(stdout)).toEqual(figures(readFileSync(join(sample, 'report.md'), 'utf8')));
    expect(readdirSync(sample)).toEqual(before);
  });

  it('prints the same figures on a terminal', async () => {
    const [terminal, markdown] = await Promise.all([
      run(['report', join(sample, 'record.json')]),
      run(['report', sample, '--format', 'markdown']),
    ]);
    expect(terminal.code).toBe(0);
    const judged = markdown.stdout
      .split('\n')
      .filter((line) => /^\| (start-up|response time|CPU per request) \|/.test(line));
    expect(judged).toHaveLength(3);
    for (const figure of judged.flatMap(figures)) expect(terminal.stdout).toContain(figure);
  });

  it.each([
    ['', 'claims.json'],
    ['attribution', 'attribution.json'],
  ])('prints a run of experiments as it was written: %s %s', async (name, jsonName) => {
    const at = fileURLToPath(new URL(`../../../reports/lotus-optimization-report/${name}`, import.meta.url));
    const [json, markdown, both] = await Promise.all([
      run(['report', at, '--json']),
      run(['report', at, '--format', 'markdown']),
      run(['report', at, sample, '--gate']),
    ]);
    expect([json.code, markdown.code, json.stderr, markdown.stderr]).toEqual([0, 0, '', '']);
    expect(json.stdout).toBe(readFileSync(join(at, jsonName), 'utf8'));
    expect(markdown.stdout).toBe(readFileSync(join(at, 'report.md'), 'utf8'));
    expect([both.code, lines(both)]).toEqual([
      2,
      ['lotus-bench: --gate: a run of experiments has no verdict to gate by; leave it out'],
    ]);
  });

  it('prints JSON, of each of several records, with the worst exit code', async () => {
    const regressed = saved(
      'regressed',
      editedJson(sampleText, ['plan', 'arms'], JSON.parse(sampleText).plan.arms.toReversed()),
    );
    const old = saved('schema-1', schema1);
    const { code, stdout } = await run(['report', sample, old, regressed, '--json', '--gate']);
    const verdicts = stdout.split(/\n(?=\{)/).map((document) => JSON.parse(document).verdict.state);
    expect([verdicts, code]).toEqual([['passed', 'undecided', 'regressed'], 3]);
    expect((await run(['report', old, sample, '--gate'])).code).toBe(4);
    expect((await run(['report', old, sample])).code).toBe(0);
  });

  it('says of a record of schema 1 that it is not judged, and resumes none', async () => {
    const old = saved('old', schema1);
    const { code, stdout } = await run(['report', old]);
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain('this record is of schema 1: it is described, not judged');
    const resumed = await run(['compare', '--resume', old]);
    expect(resumed.code).toBe(2);
    expect(lines(resumed)).toEqual([
      expect.stringMatching(
        /--resume: .*record\.json is of schema 1, from an older lotus-bench; print it with lotus-bench report, and start a new run$/,
      ),
    ]);
  });

  it('writes to a file, but not over the record', async () => {
    const out = join(folder, 'report.md');
    const written = await run(['report', sample, '--format', 'markdown', '--out', out]);
    expect([written.code, written.stdout]).toEqual([0, '']);
    expect(readFileSync(out, 'utf8')).toContain('after against before');
    const own = saved('own', sampleText);
    const refused = await run(['report', own, '--out', join(own, 'record.json')]);
    expect([refused.code, lines(refused).length]).toEqual([2, 1]);
    expect(refused.stderr).toContain('--out: ');
    expect(readFileSync(join(own, 'record.json'), 'utf8')).toBe(sampleText);
    const nowhere = await run(['report', own, '--out', join(folder, 'none', 'report.md')]);
    expect([nowhere.code, lines(nowhere).length]).toEqual([2, 1]);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('ends quietly when its reader goes away', async () => {
    const { child, ended } = start(['report', ...Array.from({ length: 8 }, () => sample), '--json']);
    await once(child.stdout ?? child, 'data');
    child.stdout?.destroy();
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([0, '']);
  });

  it.each<[string, () => string, RegExp]>([
    ['an empty folder', () => folder, /^record: no record\.json was found at .*; name the folder of a run/],
    [
      'a record cut short',
      () => saved('cut', sampleText.slice(0, 9999)),
      /cut\/record\.json is cut short or is not JSON \(.*\): restore/,
    ],
    ['no record', () => saved('other', '{}'), /other\/record\.json is not the record of a run: name a record\.json/],
    [
      'a newer schema',
      () => saved('newer', '{"schemaVersion": 7}'),
      /newer\/record\.json is of schema 7, and this lotus-bench reads up to schema 2: update lotus-bench$/,
    ],
    [
      'an unknown key',
      () => saved('unknown', editedJson(sampleText, ['rounds', 0, 'mood'], 'good')),
      /unknown\/record\.json cannot be read: rounds\[0\] has the unknown key "mood"; a newer lotus-bench may have written it: update/,
    ],
    [
      'a damaged value',
      () => saved('damaged', editedJson(sampleText, ['elapsedMs'], 'long')),
      /damaged\/record\.json cannot be read: elapsedMs: .*number.*; it was damaged or edited: restore the file/,
    ],
  ])('refuses %s in one line', async (_name, make, line) => {
    const ended = await run(['report', make()]);
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(lines(ended).map((each) => each.replace(/^lotus-bench: (record: (?!no ))?/, ''))).toEqual([
      expect.stringMatching(line),
    ]);
  });

  it('tells all mistakes at once, before it prints anything', async () => {
    const ended = await run([
      'report',
      sample,
      'nowhere',
      'package.json',
      '--format',
      'jsno',
      '--inconclusive',
      'maybe',
    ]);
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(lines(ended)).toEqual([
      expect.stringMatching(/nowhere; name the folder/),
      expect.stringMatching(/package\.json is not the record of a run/),
      expect.stringMatching(/--format: "jsno" is not one of terminal, markdown, json; did you mean json\?/),
      expect.stringMatching(/--inconclusive: .*"maybe"/),
    ]);
  });

  it('has a help with examples', async () => {
    const { code, stdout } = await run(['report', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('lotus-bench report reports/sample --gate');
  });
});
