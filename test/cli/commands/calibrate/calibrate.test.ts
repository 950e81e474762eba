import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostFacts } from '../../../../src/machine/quietness.js';
import type { Calibration } from '../../../../src/model/calibration.js';
import type { RunRecord } from '../../../../src/model/record.js';
import { CalibrationStore } from '../../../../src/run/store/calibration-store.js';
import { calibrate } from '../../../../src/stats/calibration.js';
import { leftOver } from '../../../rig/gone.js';
import { madeRecord, madeRounds, madeTrial, wobble } from '../../../stats/made-record.js';
import { descendantsOf } from '../../descendants.js';
import { bareServer, start } from '../../lotus-bench.js';

let folder: string;
let out: string;
let kept: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
  out = join(folder, 'run');
  kept = join(folder, 'calibrations');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const benchWith = (...args: string[]) =>
  start([...args, 'health', '--db', 'embedded', '--seed', '1', '--out', out, '--calibrations', kept]);
const savedRecord = (): RunRecord => JSON.parse(readFileSync(join(out, 'record.json'), 'utf8'));

/** As `compare` loads servers unless it is told otherwise. */
const load = { connections: 10, ratePerSecond: 'auto', pinned: false } as const;

/** Keeps a made-up calibration of this very machine. */
function keep(given: Partial<Calibration>): Calibration {
  const rounds = madeRounds(16, (i) => [madeTrial('before'), madeTrial('after', { cpu: 1 + wobble(i, 0.1) })]);
  const calibration: Calibration = {
    ...calibrate(madeRecord(rounds)),
    host: hostFacts(),
    databaseKind: 'embedded',
    scenarioName: 'health',
    profileName: 'quick',
    load,
    ...given,
  };
  const store = new CalibrationStore(kept);
  store.prepare();
  store.save(calibration);
  return calibration;
}

describe('calibrate', () => {
  it('measures every round, tells what this machine can find, keeps it, and leaves nothing running', async () => {
    const given = ['--out', out, '--calibrations', kept, '--profile', 'quick', '--rounds', '6'];
    const bench = start(['calibrate', ...bareServer, ...given]);
    await bench.said('round 1 of at most 6');
    const pids = descendantsOf(bench.child.pid ?? 0);
    const { code, stdout, stderr } = await bench.ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/^This machine finds (regressions from .* in start-up|no regression)/);
    expect(stdout).toContain('6 rounds are too few to show a bias');
    expect(savedRecord().end).toEqual({ state: 'complete', reason: { kind: 'all-measured', rounds: 6 } });
    expect(savedRecord().plan.arms.map(({ name, setting }) => [name, setting])).toEqual([
      ['a', undefined],
      ['b', undefined],
    ]);
    // Called by the folder that it was started in.
    const server = savedRecord().plan.scenario.name;
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain(`# Calibration, ${server}: the same server`);
    const [name = '', ...others] = readdirSync(kept);
    expect([name.replace(/[0-9a-f]{12}/, '…'), others]).toEqual([`${server}-quick-….json`, []]);
    expect(JSON.parse(readFileSync(join(kept, name), 'utf8'))).toMatchObject({
      schemaVersion: 4,
      runId: savedRecord().runId,
      roundsUsed: 6,
      biasedMetrics: [],
    });
    // What is kept can be made again from the record.
    expect(JSON.parse(JSON.stringify(calibrate(savedRecord())))).toEqual(
      JSON.parse(readFileSync(join(kept, name), 'utf8')),
    );
    expect(await leftOver({ pids })).toEqual([]);
  });

  it('that is interrupted keeps its record, and is no calibration', async () => {
    const bench = benchWith('calibrate', '--profile', 'quick');
    await bench.said('pilot:');
    const pids = descendantsOf(bench.child.pid ?? 0);
    bench.child.kill('SIGINT');
    const { code, stdout } = await bench.ended;
    expect([code, stdout]).toEqual([130, '']);
    expect(savedRecord().end.state).toBe('interrupted');
    expect(readdirSync(kept)).toEqual([]);
    expect(await leftOver({ pids })).toEqual([]);
  });
});

describe('a later run', () => {
  it('finds the calibration of its machine: the forecast and its report say what can be found', async () => {
    const calibration = keep({});
    const bench = benchWith('compare', '--profile', 'quick');
    await bench.said('it will find regressions from: start-up');
    bench.child.kill('SIGINT');
    expect((await bench.ended).code).toBe(130);
    expect(savedRecord().calibration).toEqual(calibration);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('| Calibration | of 2026-01-01: finds start-up');
  });

  it('never takes that of another machine, profile, scenario, database or load', async () => {
    keep({ host: { ...hostFacts(), cpuModel: 'another' } });
    keep({ profileName: 'deep' });
    keep({ scenarioName: 'browsing' });
    keep({ databaseKind: 'mongod' });
    keep({ load: { ...load, connections: 50 } });
    const bench = benchWith('compare', '--profile', 'quick');
    await bench.said('first decision after round');
    bench.child.kill('SIGINT');
    await bench.ended;
    expect(savedRecord()).not.toHaveProperty('calibration');
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain(
      '| Calibration | none for this machine; make one with npx lotus-bench calibrate health --profile quick --db embedded |',
    );
  });

  it('refuses to gate on a metric in which the rig is biased, before it measures anything', async () => {
    keep({ biasedMetrics: ['cpuPerRequestUs', 'rssBytes'] });
    const { code, stdout, stderr } = await benchWith('compare', '--profile', 'quick', '--gate').ended;
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain(
      'lotus-bench: --gate: the calibration of 2026-01-01 failed in CPU per request: identical servers measured differently; quiet the machine and calibrate again (npx lotus-bench calibrate health --profile quick --db embedded), or judge by other metrics with --metrics\n',
    );
    expect(savedRecord()).toMatchObject({ end: { state: 'failed' }, rounds: [] });
  });

  it('gates on its other metrics', async () => {
    keep({ biasedMetrics: ['cpuPerRequestUs'] });
    const bench = benchWith('compare', '--profile', 'quick', '--gate', '--metrics', 'startupMs,rssBytes');
    await bench.said('pilot:');
    bench.child.kill('SIGINT');
    expect((await bench.ended).code).toBe(130);
  });
});
