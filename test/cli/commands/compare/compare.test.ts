import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../../src/model/record.js';
import { failedBeforeRounds } from '../../../../src/model/run-end.js';
import { endText } from '../../../../src/report/words/run-end.js';
import { leftOver } from '../../../rig/gone.js';
import { commandLineOf, descendantsOf } from '../../descendants.js';
import { fixture, run, start } from '../../lotus-bench.js';

let folder: string;
let count = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const newFolder = () => join(folder, `run${++count}`);
const recordIn = (path: string): RunRecord => JSON.parse(readFileSync(join(path, 'record.json'), 'utf8'));
const quick = ['compare', '--profile', 'quick', '--db', 'embedded', '--seed', '1'];

/** Holds a server with a fault against the same one without. */
const runAgainst = (fault: string, out: string) =>
  run([...quick, '--before', 'after', '--after-env', `NODE_OPTIONS=--import=${fixture(fault)}`, '--out', out]);

describe('an arm that is faster because it is wrong', () => {
  it.each([
    ['answers 500s', 'fails', /expected status 200, got 500|differently: status 500/],
    ['answers empty lists', 'empty-lists', /answers list .* differently: total: 2000 → 0; videos: 20 entries → 0 \(/],
  ])('%s: it is invalid, with exit code 4', async (_name, fault, wanted) => {
    const out = newFolder();
    const { code, stdout } = await runAgainst(fault, out);
    expect(code).toBe(4);
    expect(stdout).toMatch(/^Invalid: after failed before the first round: wrong-answers/);
    expect(stdout).not.toMatch(/✓ improved/);
    const { end, rounds } = recordIn(out);
    expect([end.state, rounds]).toEqual(['failed', []]);
    expect(failedBeforeRounds(end)).toMatchObject({ armName: 'after', failure: { kind: 'wrong-answers' } });
    expect(endText(end)).toMatch(wanted);
  });
});

describe('a server that exits at once', () => {
  it('makes its arm invalid: the reason is told once, and its last words are quoted', async () => {
    const out = newFolder();
    const { code, stdout } = await runAgainst('exits', out);
    expect(code).toBe(4);
    const told = stdout.replace(/\s+/g, ' ');
    expect(told.split('the after server exited with code 3 before it was ready')).toHaveLength(2);
    expect(told).toContain('last output of after: the configuration file is missing');
    expect(failedBeforeRounds(recordIn(out).end)?.output).toEqual(['the configuration file is missing']);
  });
});

describe('a budget that reaches no decision', () => {
  it('is told in one line before a round is measured, with the flag and a value that suffices: exit code 2', async () => {
    const out = newFolder();
    const { code, stdout, stderr } = await run([...quick, 'health', '--budget', '10s', '--out', out]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /\nlotus-bench: --budget: 10 s cannot reach a decision: the first is possible after 6 rounds, about [^\n]+ on this machine; use --budget \d+s or more, or leave it out\n$/,
    );
    expect(recordIn(out)).toMatchObject({ end: { state: 'budget' }, rounds: [] });
  });
});

describe('an interrupted run', () => {
  it.each([
    ['while the data is made', 'making the data'],
    ['in the pilot', 'pilot:'],
  ])('by Ctrl-C %s: exits with 130, keeps its record, leaves nothing', async (_when, said) => {
    const out = newFolder();
    const bench = start([...quick, 'health', '--out', out]);
    await bench.said(said);
    const pids = descendantsOf(bench.child.pid ?? 0);
    expect(pids.length).toBeGreaterThan(2);
    bench.child.kill('SIGINT');
    const { code, stderr } = await bench.ended;
    expect(code).toBe(130);
    expect(stderr).toContain('stopping; what was measured is kept');
    expect(recordIn(out).end.state).toBe('interrupted');
    expect(existsSync(join(out, 'report.md'))).toBe(true);
    expect(await leftOver({ pids })).toEqual([]);
  });
});

describe('a run that is killed while its data is made', () => {
  it('leaves neither the program that makes it, nor its files', async () => {
    const tmp = mkdtempSync(join(folder, 'tmp-'));
    const bench = start([...quick, 'health', '--out', newFolder()], { TMPDIR: tmp });
    const { pid = 0 } = bench.child;
    await bench.said('making the data');
    const seeds = () => descendantsOf(pid).filter((each) => commandLineOf(each).includes('seed.js'));
    await expect.poll(seeds, { interval: 10, timeout: 60_000 }).toHaveLength(1);
    const pids = descendantsOf(pid);
    bench.child.kill('SIGKILL');
    await bench.ended;
    expect(await leftOver({ pids })).toEqual([]);
    expect(readdirSync(tmp)).toEqual([]);
  });
});

describe('serve', () => {
  it('runs the server with data until it is interrupted', async () => {
    const bench = start(['serve', '--port', '0', '--seed-data', '--db', 'embedded']);
    let shown = '';
    const address = new Promise<string>((resolve) => {
      bench.child.stdout?.on('data', (chunk: Buffer) => {
        shown += chunk.toString();
        const found = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(shown)?.[1];
        if (found) resolve(found);
      });
    });
    const videos = await (await fetch(`${await address}/api/videos?limit=1`)).json();
    expect(videos).toMatchObject({ total: 2000 });
    const pids = descendantsOf(bench.child.pid ?? 0);
    bench.child.kill('SIGINT');
    expect((await bench.ended).code).toBe(0);
    expect(await leftOver({ pids })).toEqual([]);
  });
});
