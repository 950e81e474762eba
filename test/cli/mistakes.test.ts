import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStandIn } from '../stand-in.js';
import { run, start } from './lotus-bench.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const out = () => ['--out', join(folder, 'run')];

describe('bad usage is told in one line for each mistake, with exit code 2, and nothing is started', () => {
  it.each([
    [
      ['compare', 'browsin'],
      'lotus-bench: scenario: no scenario is named "browsin"; did you mean browsing? (lotus-bench list)\n',
    ],
    [
      ['compare', '--after', 'before,helth-cache=after'],
      'lotus-bench: --after: no optimization is named "helth-cache"; did you mean health-cache?\n',
    ],
    [
      ['compare', '--profile', 'qick'],
      'lotus-bench: --profile: "qick" is not one of quick, standard, deep; did you mean quick?\n',
    ],
    [['compare', '--rounds', 'ten'], 'lotus-bench: --rounds: must be a whole number from 2 to 48, got "ten"\n'],
    [
      ['compare', '--rounds', '4'],
      'lotus-bench: --rounds: a change cannot be called before 6 rounds; ask for at least that many\n',
    ],
    [
      ['compare', '--limit', 'cpuPerRequest=2'],
      'lotus-bench: --limit: "cpuPerRequest" is not a metric; did you mean cpuPerRequestUs?\n',
    ],
    [
      ['compare', '--limit', 'cpuPerRequestUs=much'],
      'lotus-bench: --limit: must read METRIC=PERCENT, as in cpuPerRequestUs=5%, got "cpuPerRequestUs=much"\n',
    ],
    [
      ['compare', '--profile', 'quick', '--rate', '100'],
      'lotus-bench: --rate: the quick profile has no open loop; leave it out, or use --profile standard\n',
    ],
    [
      ['compare', '--budget', '3 minutes'],
      'lotus-bench: --budget: must be a duration such as 90s, 3m or 1h30m, got "3 minutes"\n',
    ],
    [
      ['compare', '--db', 'mongdo'],
      'lotus-bench: --db: "mongdo" is neither auto, embedded, mongod, download nor a mongodb:// address; did you mean mongod?\n',
    ],
    [['compare', '--after-env', 'X'], 'lotus-bench: --after-env: must read NAME=VALUE, got "X"\n'],
    [
      ['compare', '--arm', 'before'],
      'lotus-bench: --arm: two arms are named "before"; give one another name, as in before2:SETTING\n',
    ],
    [
      ['compare', '--metrics', 'latencyP5Us'],
      'lotus-bench: --metrics: "latencyP5Us" is not a metric; did you mean latencyP50Us?\n',
    ],
    [
      ['compare', 'streaming', '--metrics', 'throughputPerSecond'],
      'lotus-bench: --metrics: throughputPerSecond cannot be measured on the scenario streaming, which has no such requests; leave it out\n',
    ],
    [
      ['calibrate', 'helth', '--setting', 'aftre', '--profile', 'qick', '--rounds', '3'],
      [
        'lotus-bench: scenario: no scenario is named "helth"; did you mean health? (lotus-bench list)',
        'lotus-bench: --setting: "aftre" is not one of before, default, after; did you mean after?',
        'lotus-bench: --profile: "qick" is not one of quick, standard, deep; did you mean quick?',
        'lotus-bench: --rounds: must be a whole number from 6 to 48, got "3"\n',
      ].join('\n'),
    ],
    [
      ['serve', '--port', '70000', '--optimizations', 'afer'],
      'lotus-bench: --port: must be a whole number from 0 to 65535, got "70000"\nlotus-bench: --optimizations: "afer" is not one of before, default, after; did you mean after?\n',
    ],
  ])('%j', async (args, wanted) => {
    expect(await run(args)).toEqual({ code: 2, stdout: '', stderr: wanted });
  });

  it('all mistakes at once', async () => {
    const { code, stderr } = await run(['compare', 'nope', '--profile', 'x', '--rounds', '0', '--before', 'never']);
    expect(code).toBe(2);
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .map((line) => line.split(': ')[1]),
    ).toEqual(['scenario', '--before', '--profile', '--rounds']);
  });

  it.each([
    [
      ['compare', 'health', '--afterr', 'x', '--profile', 'qick', '--sed=1'],
      [
        'lotus-bench: --afterr: no such flag; did you mean --after?',
        'lotus-bench: --sed: no such flag; did you mean --seed?',
        'lotus-bench: --profile: "qick" is not one of quick, standard, deep; did you mean quick?\n',
      ].join('\n'),
    ],
    [['doctor', '--jsn'], 'lotus-bench: --jsn: no such flag; did you mean --json?\n'],
    [['list', 'metrics'], 'lotus-bench: metrics: one word too many; leave it out\n'],
    [['calibrate', 'health', 'browsing'], 'lotus-bench: browsing: one word too many; leave it out\n'],
    [['compare', '--seed'], 'lotus-bench: --seed: needs a value after it (lotus-bench <command> --help)\n'],
    [['comparee'], 'lotus-bench: comparee: no such command; did you mean compare?\n'],
    [['--verbose'], 'lotus-bench: --verbose: no such flag; see lotus-bench --help\n'],
  ])('what it does not know, with the nearest right one, together with the rest: %j', async (args, wanted) => {
    expect(await run(args)).toEqual({ code: 2, stdout: '', stderr: wanted });
  });
});

describe('what cannot work is told in one line', () => {
  it('an output folder that cannot be written to', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const { code, stderr } = await run(['compare', '--out', join(file, 'run')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^lotus-bench: --out: .* cannot be written to \(ENOTDIR\); choose another folder with --out\n$/,
    );
  });

  it('an output folder that cannot be made', async () => {
    expect(await run(['compare', '--out', '/proc/nope/x'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'lotus-bench: --out: /proc/nope/x cannot be written to (ENOENT); choose another folder with --out\n',
    });
  });

  it('an output folder that another run is using', async () => {
    const used = join(folder, 'used');
    const first = start(['compare', 'health', '--profile', 'quick', '--db', 'embedded', '--out', used]);
    await first.said('database');
    const { code, stderr } = await run(['compare', '--out', used]);
    first.child.kill('SIGKILL');
    await first.ended;
    expect([code, stderr]).toEqual([
      2,
      `lotus-bench: --out: ${used} is in use by another run (process ${first.child.pid}); wait for it, or choose another folder with --out\n`,
    ]);
  });

  it('a temporary folder that is not there', async () => {
    const { code, stderr } = await run(['compare', ...out()], { TMPDIR: '/proc/nope' });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^lotus-bench: TMPDIR: \/proc\/nope cannot be written to \(ENOENT\); point TMPDIR at a folder that can, with room for the run's files\n$/,
    );
  });

  it('a --calibrations folder that cannot be written to', async () => {
    const file = join(folder, 'no-folder');
    writeFileSync(file, '');
    const { code, stderr } = await run(['calibrate', '--calibrations', join(file, 'kept'), ...out()]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^lotus-bench: --calibrations: .* cannot be written to \(ENOTDIR\); choose another folder with --calibrations\n$/,
    );
  });

  it('a MONGOMS_SYSTEM_BINARY that is no mongod', async () => {
    const { code, stderr } = await run(['compare', ...out()], { MONGOMS_SYSTEM_BINARY: '/bin/true' });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^lotus-bench: MONGOMS_SYSTEM_BINARY \(\/bin\/true\) is not a mongod \(--version printed "[^\n]*"\); point MONGOMS_SYSTEM_BINARY at one, unset it, or use --db embedded\n$/,
    );
  });

  it('a --db that does not answer', async () => {
    const { code, stderr } = await run(['compare', '--db', 'mongodb://127.0.0.1:1', ...out()]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^lotus-bench: --db: no MongoDB answers at mongodb:\/\/127\.0\.0\.1:1: [^\n]*; start one there, or leave --db out\n$/,
    );
  });

  it('a port that is taken', async () => {
    const other = await startStandIn();
    const { code, stderr } = await run(['serve', '--port', String(other.port)]);
    await other.stop();
    expect(code).toBe(1);
    expect(stderr).toMatch(/lotus: listen EADDRINUSE: address already in use 127\.0\.0\.1:\d+\n$/);
  });
});

describe('help', () => {
  it.each([['--help'], ['compare', '--help'], ['calibrate', '--help'], ['serve', '--help']])(
    '%s %s shows examples',
    async (...args) => {
      const { code, stdout } = await run(args.filter((arg) => arg !== undefined));
      expect(code).toBe(0);
      expect(stdout).toContain('Examples:');
    },
  );

  it('lists scenarios, optimizations, and metrics with their limits', async () => {
    const { stdout } = await run(['list', '--json']);
    const { scenarios, metrics } = JSON.parse(stdout);
    expect(scenarios.map(({ name }: { name: string }) => name)).toEqual(['browsing', 'health', 'streaming']);
    expect(metrics.filter(({ gate }: { gate: boolean }) => gate).map(({ id }: { id: string }) => id)).toEqual([
      'startupMs',
      'responseTimeUs',
      'throughputPerSecond',
      'memoryInUseBytes',
      'cpuPerRequestUs',
    ]);
    expect(metrics[0]).toEqual({
      id: 'startupMs',
      label: 'start-up',
      group: 'start-up',
      gate: true,
      limits: { quick: 0.15, standard: 0.08, deep: 0.03 },
    });
  });
});
