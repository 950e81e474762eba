import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/model/record.js';
import { leftOver } from '../../rig/gone.js';
import { descendantsOf } from '../descendants.js';
import { run, start } from '../lotus-bench.js';

// One run that is killed with SIGKILL, resumed and interrupted, as the real program does it.

let folder: string;
let out: string;

const recordNow = (): RunRecord => JSON.parse(readFileSync(join(out, 'record.json'), 'utf8'));
const kept = ({ rounds }: RunRecord) => rounds.filter(({ redone }) => redone === undefined);
const begin = ['compare', 'health', '--profile', 'quick', '--db', 'embedded', '--seed', '1'];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
  out = join(folder, 'run');
  const bench = start([...begin, '--out', out]);
  await bench.said('round 1 of at most 12 done');
  // In the middle of the second.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const pids = descendantsOf(bench.child.pid ?? 0);
  bench.child.kill('SIGKILL');
  await bench.ended;
  expect(await leftOver({ pids })).toEqual([]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('goes on with the round that was not finished, by the same plan, and keeps what was measured', async () => {
  const killed = recordNow();
  expect(killed.end.state).toBe('running');
  const bench = start(['compare', '--resume', out]);
  await bench.said('round 2 of at most 12 done');
  const pids = descendantsOf(bench.child.pid ?? 0);
  bench.child.kill('SIGINT');
  const { code, stderr } = await bench.ended;
  expect(code).toBe(130);
  expect(await leftOver({ pids })).toEqual([]);
  expect(stderr).toContain('resumed: comparing the answers of all arms with those of the pilot');
  const resumed = recordNow();
  expect(resumed.plan).toEqual(killed.plan);
  // But for its forecast, which the first round makes anew: what a round costs is no longer a guess.
  const { cost: _, refined: __, ...found } = killed.pilot ?? {};
  expect(resumed.pilot).toMatchObject(found);
  expect(resumed.resumedAtIso).toHaveLength(1);
  expect(resumed.rounds.slice(0, killed.rounds.length)).toEqual(killed.rounds);
  expect(kept(resumed).map(({ index }) => index)).toEqual([0, 1]);
  expect(kept(resumed).map(({ armOrder }) => armOrder)).toEqual(
    killed.plan.rounds.slice(0, 2).map(({ armOrder }) => armOrder),
  );
});

it('a new run does not write over it', async () => {
  const { code, stderr } = await run([...begin, '--out', out]);
  expect([code, stderr]).toEqual([
    2,
    `lotus-bench: --out: ${out} holds the record of a run; choose another folder, or go on with --resume\n`,
  ]);
});

it('is refused with every reason, and its record stays as it was', async () => {
  const before = recordNow();
  const other = { ...before, toolVersion: '0.0.1', host: { ...before.host, nodeVersion: 'v18.0.0' } };
  const path = join(folder, 'other.json');
  writeFileSync(path, JSON.stringify(other));
  const { code, stderr } = await run(['compare', 'browsing', '--resume', path, '--profile', 'deep']);
  expect(code).toBe(2);
  expect(stderr.trimEnd().split('\n')).toEqual([
    'lotus-bench: scenario: a resumed run keeps its own; leave it out',
    'lotus-bench: --profile: a resumed run keeps its plan; leave this out, or start a new run without --resume',
    `lotus-bench: --resume: lotus-bench was 0.0.1 and is ${before.toolVersion} now; start a new run`,
    `lotus-bench: --resume: Node was v18.0.0 and is ${process.version} now; start a new run`,
  ]);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(other);
});

it('data that are not those of the run are refused after they were made, and its record stays as it was', async () => {
  const other = recordNow();
  const seeds = other.seeds.map((seed) => ({ ...seed, checksum: 'sha256:other' }));
  writeFileSync(join(out, 'record.json'), JSON.stringify({ ...other, seeds }));
  const { code, stderr } = await run(['compare', '--resume', out]);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /lotus-bench: --resume: the data set is sha256:\w+ now and was sha256:other: start a new run\n$/,
  );
  expect(recordNow()).toEqual({ ...other, seeds });
});

it('code that is not that of the run is refused too', async () => {
  const other = recordNow();
  const sha256 = { state: 'value', value: 'other' };
  const sources = other.sources?.map((source) => ({ ...source, sha256 }));
  writeFileSync(join(out, 'record.json'), JSON.stringify({ ...other, sources }));
  const { code, stderr } = await run(['compare', '--resume', out]);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /lotus-bench: --resume: the code of before is [0-9a-f]{64} now and was other: start a new run\n$/,
  );
});

it.each([
  ['nowhere', /no record\.json was found at .*nowhere/],
  ['package.json', /package\.json is not the record of a run: name a record\.json/],
])('--resume %s is one clear line', async (wanted, said) => {
  const { code, stderr } = await run(['compare', '--resume', wanted]);
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});
