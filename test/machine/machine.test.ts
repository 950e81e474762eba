import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { activityOf } from '../../src/machine/facts/activity.js';
import { governorsOf, turboState } from '../../src/machine/facts/clock-speed.js';
import { cpuQuota, memoryLimitBytes } from '../../src/machine/facts/control-groups.js';
import { allowedCores } from '../../src/machine/facts/cores.js';
import { connectionLimits } from '../../src/machine/facts/limits.js';
import { availableMemory, memoryFolder, openFileLimit } from '../../src/machine/facts/memory.js';

const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A made /proc and /sys with these files. */
function machine(files: Readonly<Record<string, string>>) {
  const root = newFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
  return { proc: join(root, 'proc'), sys: join(root, 'sys') };
}

const nothing = { proc: '/nowhere/proc', sys: '/nowhere/sys' };

describe('the cores', () => {
  it('are those that a cpuset or taskset left', () => {
    const roots = machine({
      'proc/self/status': 'Name:\tnode\nCpus_allowed:\t2f\nCpus_allowed_list:\t0-3,5\nNSpid:\t1',
    });
    expect(allowedCores(roots)).toEqual({ state: 'value', value: [0, 1, 2, 3, 5] });
  });

  it('are absent where nothing tells', () => {
    expect(allowedCores(nothing)).toEqual({
      state: 'absent',
      reason: 'no Cpus_allowed_list in /proc/self/status',
    });
  });
});

describe('the clock', () => {
  it('has the governor of each core that is used', () => {
    const governor = (core: number) => `sys/devices/system/cpu/cpu${core}/cpufreq/scaling_governor`;
    const roots = machine({ [governor(0)]: 'powersave', [governor(1)]: 'performance', [governor(2)]: 'performance' });
    expect(governorsOf(roots, [1, 2])).toEqual({ state: 'value', value: ['performance', 'performance'] });
    expect(governorsOf(nothing, [0])).toEqual({
      state: 'absent',
      reason: 'no cpufreq in /sys, as in most virtual machines',
    });
  });

  it.each([
    ['intel_pstate/no_turbo', '0', true, '1'],
    ['intel_pstate/no_turbo', '1', false, '1'],
    ['cpufreq/boost', '1', true, '0'],
    ['cpufreq/boost', '0', false, '0'],
  ])('%s = %s: turbo on is %s', (file, text, on, offValue) => {
    const source = `/sys/devices/system/cpu/${file}`;
    expect(turboState(machine({ [source.slice(1)]: text }))).toEqual({
      state: 'value',
      value: { on, source, offValue },
    });
  });

  it('has no turbo switch in most virtual machines', () => {
    expect(turboState(nothing).state).toBe('absent');
  });
});

describe('the CPU limit of control groups', () => {
  it.each<[string, Record<string, string>, number | 'unlimited', string]>([
    [
      'version 2, in a container',
      { 'proc/self/cgroup': '0::/', 'sys/fs/cgroup/cpu.max': '150000 100000' },
      1.5,
      '/sys/fs/cgroup/cpu.max',
    ],
    [
      'version 2, of an ancestor',
      {
        'proc/self/cgroup': '0::/a.slice/b.scope',
        'sys/fs/cgroup/a.slice/cpu.max': '50000 100000',
        'sys/fs/cgroup/a.slice/b.scope/cpu.max': 'max 100000',
      },
      0.5,
      '/sys/fs/cgroup/a.slice/cpu.max',
    ],
    [
      'version 2, without one',
      { 'proc/self/cgroup': '0::/a', 'sys/fs/cgroup/a/cpu.max': 'max 100000' },
      'unlimited',
      '/sys/fs/cgroup/a/cpu.max',
    ],
    [
      'version 2, in the root, which has no such file',
      { 'proc/self/cgroup': '0::/', 'sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory' },
      'unlimited',
      '/sys/fs/cgroup',
    ],
    [
      "version 1, by the host's path, which a container does not have",
      {
        'proc/self/cgroup': '5:cpu,cpuacct:/docker/abc\n0::/docker/abc',
        'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '200000',
        'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000',
      },
      2,
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us',
    ],
    [
      'version 1, without one',
      {
        'proc/self/cgroup': '1:cpu:/',
        'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1',
        'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000',
      },
      'unlimited',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us',
    ],
  ])('%s', (_name, files, quotaCores, source) => {
    expect(cpuQuota(machine(files))).toEqual({ state: 'value', value: { quotaCores, source } });
  });

  it('is absent where there are no control groups', () => {
    expect(cpuQuota(nothing)).toEqual({
      state: 'absent',
      reason: 'no control group with a CPU limit in /sys/fs/cgroup',
    });
  });
});

describe('memory', () => {
  const meminfo = { 'proc/meminfo': 'MemTotal:       8000000 kB\nMemAvailable:    4000000 kB' };

  it('is what the kernel can give', () => {
    expect(availableMemory(machine(meminfo))).toEqual({ state: 'value', value: 4_096_000_000 });
    expect(availableMemory(nothing)).toEqual({ state: 'absent', reason: 'no MemAvailable in /proc/meminfo' });
  });

  it.each([
    ['version 2', { 'proc/self/cgroup': '0::/', 'sys/fs/cgroup/memory.max': '536870912' }],
    ['version 1', { 'proc/self/cgroup': '4:memory:/x', 'sys/fs/cgroup/memory/memory.limit_in_bytes': '536870912' }],
  ])('is less where a control group of %s says so', (_version, files) => {
    expect(availableMemory(machine({ ...meminfo, ...files }))).toEqual({ state: 'value', value: 536_870_912 });
  });

  it('has no limit with `max`', () => {
    const roots = machine({ 'proc/self/cgroup': '0::/', 'sys/fs/cgroup/memory.max': 'max' });
    expect(memoryLimitBytes(roots)).toBe(undefined);
  });
});

describe('connections', () => {
  it('are limited by open files and by local ports', () => {
    const limits =
      'Limit                     Soft Limit           Hard Limit           Units\nMax open files            128                  128                  files';
    const roots = machine({ 'proc/self/limits': limits, 'proc/sys/net/ipv4/ip_local_port_range': '32768\t60999' });
    expect(connectionLimits(roots)).toEqual({
      openFiles: { state: 'value', value: 128 },
      localPorts: { state: 'value', value: 28_232 },
    });
    expect(connectionLimits(nothing)).toEqual({
      openFiles: { state: 'absent', reason: 'no open-file limit in /proc/self/limits' },
      localPorts: { state: 'absent', reason: 'no port range in /proc/sys/net/ipv4/ip_local_port_range' },
    });
  });
});

describe('open files', () => {
  const limits = (soft: string) => ({
    'proc/self/limits': `Limit                     Soft Limit           Hard Limit           Units\nMax open files            ${soft}                 524288               files`,
  });

  it('are limited by the soft limit', () => {
    expect(openFileLimit(machine(limits('1024')))).toEqual({ state: 'value', value: 1024 });
    expect(openFileLimit(machine(limits('unlimited')))).toEqual({ state: 'value', value: 'unlimited' });
    expect(openFileLimit(nothing)).toEqual({ state: 'absent', reason: 'no open-file limit in /proc/self/limits' });
  });
});

describe('the folder in memory', () => {
  it('is there, with room', () => {
    const path = newFolder();
    expect(memoryFolder(path)).toEqual({ state: 'writable', path, freeBytes: expect.any(Number) });
  });

  it('is not there', () => {
    expect(memoryFolder('/nowhere')).toEqual({ state: 'none', path: '/nowhere' });
  });

  // Root may write everywhere.
  it.skipIf(process.getuid?.() === 0)('cannot be written to', () => {
    const path = newFolder();
    chmodSync(path, 0o500);
    expect(memoryFolder(path)).toEqual({ state: 'read-only', path });
  });
});

describe('the activity', () => {
  it('says of each share why it is not told', () => {
    const quietness = { foreignCpuShare: 0.2, stealShare: 0, cpuPressureShare: undefined };
    expect(activityOf(quietness, 1500)).toEqual({
      sampleMs: 1500,
      foreignCpuShare: { state: 'value', value: 0.2 },
      stealShare: { state: 'value', value: 0 },
      cpuPressureShare: { state: 'absent', reason: 'no /proc/pressure/cpu, which needs Linux 4.20 with PSI' },
    });
  });
});
