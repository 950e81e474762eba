import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/model/record.js';
import { run, start } from '../lotus-bench.js';

// A disk that fills up in the middle of a run: after the first round no file of the bench may grow beyond the record as
// it then is. A limit from the start would meet the seed program first, whose media files are larger than any record.

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Only prlimit can set a limit while a process runs, and only Linux has it.
const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0;

it.skipIf(!hasPrlimit)('is one line and exit code 2; the last whole record is kept, and is resumed', async () => {
  const out = join(folder, 'run');
  const path = join(out, 'record.json');
  const recordNow = (): RunRecord => JSON.parse(readFileSync(path, 'utf8'));
  const quick = ['compare', 'health', '--profile', 'quick', '--db', 'embedded', '--seed', '1', '--out', out];
  const bench = start(quick);
  await bench.said('round 1 of at most');
  const limit = statSync(path).size + 2000;
  expect(spawnSync('prlimit', ['--pid', String(bench.child.pid), `--fsize=${limit}`]).status).toBe(0);
  const { code, stdout, stderr } = await bench.ended;
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.split('\n').filter((line) => line.startsWith('lotus-bench:'))).toEqual([
    `lotus-bench: ${path} cannot be written (EFBIG); make room for it, then go on with --resume ${out}`,
  ]);
  expect(readdirSync(out)).toEqual(['record.json']);
  const kept = recordNow();
  expect(kept).toMatchObject({ end: { state: 'running' }, rounds: [{ index: 0 }] });

  // As short as a budget may be: it is enough that it goes on with what was kept.
  const resumed = await run(['compare', '--resume', out, '--budget', '10s']);
  expect(resumed.stderr).toContain('resumed: comparing the answers of all arms with those of the pilot');
  const { runId, end, rounds } = recordNow();
  expect([runId, end]).toEqual([kept.runId, { state: 'budget', budgetMs: 10_000 }]);
  expect(rounds.slice(0, kept.rounds.length)).toEqual(kept.rounds);
});
