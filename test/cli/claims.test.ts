import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimsRecord } from '../../src/model/claims-record.js';
import { descendantsOf } from './descendants.js';
import { run, start } from './lotus-bench.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'claims-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const recordIn = (out: string) => JSON.parse(readFileSync(join(out, 'record.json'), 'utf8')) as ClaimsRecord;

describe('lotus-bench claims', () => {
  it.each([
    [
      ['claims', 'poling', '--profile', 'qick'],
      [
        'lotus-bench: claim: no claim is named "poling"; did you mean pooling? (lotus-bench list)',
        'lotus-bench: --profile: "qick" is not one of quick, standard, deep; did you mean quick?\n',
      ].join('\n'),
    ],
    [
      ['claims', '--resume', 'nowhere', '--seed', '3'],
      'lotus-bench: --resume: goes on with what was begun; leave out all else but --json and --metrics-port\n',
    ],
  ])('%j: every mistake at once, nothing started', async (args, stderr) => {
    expect(await run(args)).toEqual({ code: 2, stdout: '', stderr });
  });

  it('is interrupted, keeps what it measured, and goes on where it was', async () => {
    const out = join(folder, 'modules');
    const begun = start(['claims', 'growth-modules', '--out', out, '--seed', '5']);
    await begun.said('round 2 of 2');
    const { pid = 0 } = begun.child;
    const descendants = descendantsOf(pid);
    begun.child.kill('SIGINT');
    const interrupted = await begun.ended;
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toContain('go on with lotus-bench claims --resume');
    expect(interrupted.stdout).toContain('files loaded before any request');
    expect(recordIn(out)).toMatchObject({ end: { state: 'interrupted' }, results: [{ rounds: [{ index: 0 }] }] });
    expect(descendants.length).toBeGreaterThan(2);

    const resumed = await run(['claims', '--resume', out, '--json']);
    expect(resumed.code).toBe(0);
    const record = recordIn(out);
    expect(record).toMatchObject({ end: { state: 'complete' }, results: [{ rounds: [{ index: 0 }, { index: 1 }] }] });
    // Files of code are counted exactly: fewer before any request, and as many again as routes are used.
    const report = JSON.parse(resumed.stdout);
    expect(report.claims).toHaveLength(1);
    const [atStart, perRoute] = report.claims[0].lines;
    expect(atStart).toMatchObject({ rounds: 2, verdict: { kind: 'confirmed' } });
    expect(atStart.values.after).toBeLessThan(atStart.values.before);
    expect(perRoute.values.after).toBeGreaterThan(perRoute.values.before);
    expect(readFileSync(join(out, 'claims.json'), 'utf8')).toBe(resumed.stdout);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('confirmed');

    const again = await run(['claims', 'growth-modules', '--out', out]);
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toContain('holds the record of a run');
  });
});
