import { describe, expect, it } from 'vitest';
import { judgeMachine } from '../../src/gate/judge-machine.js';
import type { DatabaseCandidate, MachineFacts } from '../../src/model/machine.js';
import { absent, fitMachine, found } from '../made-machine.js';

// What each check finds and advises is tested with its words: test/report/words/fitness.test.ts.

const gibibyte = 2 ** 30;
const quota = (quotaCores: number | 'unlimited') => ({
  cpuQuota: found({ quotaCores, source: '/sys/fs/cgroup/cpu.max' }),
});
const sample = (shares: Partial<MachineFacts['activity']>) => ({ activity: { ...fitMachine.activity, ...shares } });
const shm = (freeBytes: number) => ({ memoryFolder: { state: 'writable', path: '/dev/shm', freeBytes } }) as const;
const bundled: DatabaseCandidate = {
  ...{ place: 'bundled', state: 'usable', kind: 'embedded', path: '/bench/embedded-mongo.js', version: '7.0.0' },
} as const;

it.each<[string, Partial<MachineFacts>, string]>([
  ['node', { nodeVersion: 'v20.19.0' }, 'good'],
  ['node', { nodeVersion: 'v20.18.9' }, 'bad'],
  ['cores', { cores: found([0, 1, 2]) }, 'good'],
  ['cores', { cores: found([4, 5]) }, 'warn'],
  ['cores', { cores: found([0]) }, 'bad'],
  ['cores', { cores: absent('not told') }, 'unknown'],
  ['cpu-limit', quota('unlimited'), 'good'],
  ['cpu-limit', quota(4), 'good'],
  ['cpu-limit', quota(2), 'warn'],
  ['cpu-limit', quota(1.99), 'bad'],
  ['foreign-cpu', sample({ foreignCpuShare: found(0.15) }), 'good'],
  ['foreign-cpu', sample({ foreignCpuShare: found(0.5) }), 'warn'],
  ['foreign-cpu', sample({ foreignCpuShare: found(0.51) }), 'bad'],
  ['pressure', sample({ cpuPressureShare: found(0.3) }), 'warn'],
  ['steal', sample({ stealShare: found(0.16) }), 'bad'],
  ['governor', { governors: found(['powersave', 'performance']) }, 'warn'],
  ['turbo', { turbo: found({ on: true, source: '/sys/boost', offValue: '0' }) }, 'warn'],
  ['taskset', { taskset: absent('no taskset on the PATH') }, 'warn'],
  ['memory', { availableMemoryBytes: found(2 * gibibyte) }, 'good'],
  ['memory', { availableMemoryBytes: found(2 * gibibyte - 1) }, 'warn'],
  ['memory', { availableMemoryBytes: found(gibibyte - 1) }, 'bad'],
  ['tmpfs', shm(gibibyte - 1), 'warn'],
  ['tmpfs', shm(gibibyte / 2 - 1), 'bad'],
  // The stand-in keeps no files there: the small /dev/shm of a container does it no harm.
  ['tmpfs', { ...shm(64 * 2 ** 20), databases: [bundled] }, 'warn'],
  ['open-files', { openFiles: found(255) }, 'bad'],
  ['database', { databases: [{ place: 'PATH', state: 'none' }, bundled] }, 'warn'],
  ['database', { databases: [] }, 'bad'],
])('%s: %j is %s', (id, change, verdict) => {
  const { checks } = judgeMachine({ ...fitMachine, ...change });
  expect(checks.find((each) => each.id === id)?.verdict).toBe(verdict);
});

describe('the machine as a whole', () => {
  it.each<[string, Partial<MachineFacts>, string]>([
    ['nothing is wrong', {}, 'good'],
    ['something is not told', { turbo: absent('no switch') }, 'good'],
    ['something is warned of', { openFiles: found(1024) }, 'warn'],
    ['something is bad', { openFiles: found(1024), cores: found([0]) }, 'bad'],
  ])('when %s', (_when, change, verdict) => {
    expect(judgeMachine({ ...fitMachine, ...change }).verdict).toBe(verdict);
  });
});
