import { describe, expect, it } from 'vitest';
import { judgeMachine } from '../../../src/gate/judge-machine.js';
import type { DatabaseCandidate, MachineFacts } from '../../../src/model/machine.js';
import { checkText } from '../../../src/report/words/fitness.js';
import { absent, fitMachine, found } from '../../made-machine.js';

const gibibyte = 2 ** 30;
const quota = (quotaCores: number | 'unlimited') => found({ quotaCores, source: '/sys/fs/cgroup/cpu.max' });
const sample = (shares: Partial<MachineFacts['activity']>) => ({ activity: { ...fitMachine.activity, ...shares } });
const shm = (freeBytes: number) => ({ memoryFolder: { state: 'writable', path: '/dev/shm', freeBytes } }) as const;
const bundled: DatabaseCandidate = {
  ...{ place: 'bundled', state: 'usable', kind: 'embedded', path: '/bench/embedded-mongo.js', version: '7.0.0' },
} as const;
const broken = (place: 'MONGOMS_SYSTEM_BINARY' | 'PATH'): DatabaseCandidate => ({
  ...{ place, state: 'broken', path: '/bin/true', problem: { kind: 'printed', line: 'true' } },
});

/** What one check says of the fit machine with this change. */
function checked(id: string, change: Partial<MachineFacts>) {
  const { checks, facts } = judgeMachine({ ...fitMachine, ...change });
  const [check] = checks.filter((each) => each.id === id).map((each) => checkText(each, facts));
  return [check?.verdict, check?.finding, check?.remedy];
}

describe('every check has its verdicts and findings', () => {
  it.each<[string, Partial<MachineFacts>, string, string]>([
    ['node', { nodeVersion: 'v20.19.0' }, 'good', 'v20.19.0'],
    ['node', { nodeVersion: 'v22.0.0' }, 'good', 'v22.0.0'],
    ['node', { nodeVersion: 'v20.18.9' }, 'bad', 'v20.18.9'],
    ['node', { nodeVersion: 'v18.20.0' }, 'bad', 'v18.20.0'],
    ['cores', {}, 'good', '4'],
    ['cores', { cores: found([0, 1, 2]) }, 'good', '3'],
    ['cores', { cores: found([4, 5]) }, 'warn', '2, for servers, database and load generator together'],
    ['cores', { cores: found([0]) }, 'bad', '1, for servers, database and load generator together'],
    ['cores', { cores: absent('not told') }, 'unknown', 'not told'],
    ['cpu-limit', {}, 'good', 'no limit'],
    ['cpu-limit', { cpuQuota: quota(4) }, 'good', 'CPU time for 4 of 4 cores (/sys/fs/cgroup/cpu.max)'],
    ['cpu-limit', { cpuQuota: quota(2.5) }, 'warn', 'CPU time for 2.5 of 4 cores (/sys/fs/cgroup/cpu.max)'],
    ['cpu-limit', { cpuQuota: quota(1.5) }, 'bad', 'CPU time for 1.5 of 4 cores (/sys/fs/cgroup/cpu.max)'],
    ['cpu-limit', { cpuQuota: absent('no control groups') }, 'unknown', 'no control groups'],
    ['foreign-cpu', {}, 'good', '2 % of a core, over 1.5 s'],
    ['foreign-cpu', sample({ foreignCpuShare: found(0.3) }), 'warn', '30 % of a core, over 1.5 s'],
    ['foreign-cpu', sample({ foreignCpuShare: found(1.7) }), 'bad', '170 % of a core, over 1.5 s'],
    ['foreign-cpu', sample({ foreignCpuShare: absent('no /proc/stat') }), 'unknown', 'no /proc/stat'],
    ['pressure', {}, 'good', '1 % of the time some task waited for a core, over 1.5 s'],
    [
      'pressure',
      sample({ cpuPressureShare: found(0.2) }),
      'warn',
      '20 % of the time some task waited for a core, over 1.5 s',
    ],
    [
      'pressure',
      sample({ cpuPressureShare: found(0.9) }),
      'bad',
      '90 % of the time some task waited for a core, over 1.5 s',
    ],
    ['pressure', sample({ cpuPressureShare: absent('no PSI') }), 'unknown', 'no PSI'],
    ['steal', {}, 'good', '0 % of a core, over 1.5 s'],
    ['steal', sample({ stealShare: found(0.1) }), 'warn', '10 % of a core, over 1.5 s'],
    ['steal', sample({ stealShare: found(0.2) }), 'bad', '20 % of a core, over 1.5 s'],
    ['steal', sample({ stealShare: absent('no /proc/stat') }), 'unknown', 'no /proc/stat'],
    ['governor', {}, 'good', 'performance'],
    [
      'governor',
      { governors: found(['powersave', 'performance']) },
      'warn',
      'powersave, performance: the clock follows the load',
    ],
    ['governor', { governors: absent('no cpufreq') }, 'unknown', 'no cpufreq'],
    ['turbo', {}, 'good', 'off'],
    [
      'turbo',
      { turbo: found({ on: true, source: '/sys/boost', offValue: '0' }) },
      'warn',
      'on: the clock follows heat and neighbours',
    ],
    ['turbo', { turbo: absent('no switch') }, 'unknown', 'no switch'],
    ['taskset', {}, 'good', '/usr/bin/taskset'],
    ['taskset', { taskset: absent('no taskset on the PATH') }, 'warn', 'no taskset on the PATH'],
    ['memory', {}, 'good', '8 GiB free'],
    ['memory', { availableMemoryBytes: found(1.5 * gibibyte) }, 'warn', '1.50 GiB free'],
    ['memory', { availableMemoryBytes: found(gibibyte / 2) }, 'bad', '512 MiB free'],
    ['memory', { availableMemoryBytes: absent('no MemAvailable') }, 'unknown', 'no MemAvailable'],
    ['tmpfs', {}, 'good', '4 GiB free in /dev/shm'],
    ['tmpfs', shm(0.75 * gibibyte), 'warn', '768 MiB free in /dev/shm'],
    ['tmpfs', shm(64 * 2 ** 20), 'bad', '64 MiB free in /dev/shm'],
    // The stand-in keeps no files there: the small /dev/shm of a container does it no harm.
    ['tmpfs', { ...shm(64 * 2 ** 20), databases: [bundled] }, 'warn', '64 MiB free in /dev/shm'],
    [
      'tmpfs',
      { memoryFolder: { state: 'none', path: '/dev/shm' } },
      'warn',
      'no /dev/shm: database files go to the disk',
    ],
    [
      'tmpfs',
      { memoryFolder: { state: 'read-only', path: '/dev/shm' } },
      'warn',
      '/dev/shm cannot be written to: database files go to the disk',
    ],
    ['open-files', {}, 'good', '65536'],
    ['open-files', { openFiles: found('unlimited') }, 'good', 'unlimited'],
    ['open-files', { openFiles: found(1024) }, 'warn', '1024'],
    ['open-files', { openFiles: found(100) }, 'bad', '100'],
    ['open-files', { openFiles: absent('no limits') }, 'unknown', 'no limits'],
    ['database', {}, 'good', '--db auto takes mongod 8.0.4 (/usr/bin/mongod)'],
    [
      'database',
      { databases: [{ place: 'PATH', state: 'none' }, bundled] },
      'warn',
      '--db auto takes the bundled stand-in (embedded-mongo 7.0.0): no mongod was found',
    ],
    [
      'database',
      { databases: [broken('MONGOMS_SYSTEM_BINARY'), bundled] },
      'bad',
      '--db auto takes /bin/true (MONGOMS_SYSTEM_BINARY), which is not a mongod: --version printed "true"',
    ],
    ['database', { databases: [] }, 'bad', 'none, not even the bundled stand-in'],
  ])('%s: %j', (id, change, verdict, finding) => {
    expect(checked(id, change).slice(0, 2)).toEqual([verdict, finding]);
  });
});

describe('a remedy', () => {
  it.each<[string, Partial<MachineFacts>, string]>([
    [
      'turbo',
      { turbo: found({ on: true, source: '/sys/devices/system/cpu/intel_pstate/no_turbo', offValue: '1' }) },
      'echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo',
    ],
    ['governor', { governors: found(['powersave']) }, 'sudo cpupower frequency-set --governor performance'],
    ['taskset', { taskset: absent('none') }, 'install util-linux; compare --pin needs it'],
    [
      'database',
      { databases: [broken('MONGOMS_SYSTEM_BINARY'), bundled] },
      'point MONGOMS_SYSTEM_BINARY at a mongod, or unset it',
    ],
    ['database', { databases: [broken('PATH'), bundled] }, 'fix or remove that file, or use --db embedded'],
  ])('of %s fits what was found', (id, change, remedy) => {
    expect(checked(id, change)[2]).toBe(remedy);
  });

  it('goes with everything that is warned of or bad, and with nothing else', () => {
    const poor = judgeMachine({
      ...fitMachine,
      nodeVersion: 'v18.0.0',
      cores: found([0]),
      governors: absent('no cpufreq'),
      cpuQuota: quota(0.5),
      openFiles: found(1024),
    });
    const texts = poor.checks.map((check) => checkText(check, poor.facts));
    const withRemedy = texts.filter(({ remedy }) => remedy !== undefined).map(({ id }) => id);
    expect(withRemedy).toEqual(['node', 'cores', 'cpu-limit', 'open-files']);
  });
});
