import type { MachineFacts, Reading } from '../src/model/machine.js';

export const found = <T>(value: T): Reading<T> => ({ state: 'value', value });
export const absent = (reason: string) => ({ state: 'absent', reason }) as const;

/** A machine with which nothing is wrong. */
export const fitMachine: MachineFacts = {
  nodeVersion: 'v22.12.0',
  cores: found([0, 1, 2, 3]),
  governors: found(['performance', 'performance', 'performance', 'performance']),
  turbo: found({ on: false, source: '/sys/devices/system/cpu/intel_pstate/no_turbo', offValue: '1' }),
  cpuQuota: found({ quotaCores: 'unlimited', source: '/sys/fs/cgroup/cpu.max' }),
  activity: {
    sampleMs: 1500,
    foreignCpuShare: found(0.02),
    stealShare: found(0),
    cpuPressureShare: found(0.01),
  },
  availableMemoryBytes: found(8 * 2 ** 30),
  memoryFolder: { state: 'writable', path: '/dev/shm', freeBytes: 4 * 2 ** 30 },
  openFiles: found(65_536),
  taskset: found('/usr/bin/taskset'),
  databases: [
    { place: 'MONGOMS_SYSTEM_BINARY', state: 'none' },
    { place: 'PATH', state: 'usable', kind: 'mongod', path: '/usr/bin/mongod', version: '8.0.4' },
    { place: 'cache', state: 'none' },
    {
      place: 'bundled',
      state: 'usable',
      kind: 'embedded',
      path: '/lotus-bench/bin/embedded-mongo.js',
      version: '7.0.0',
    },
  ],
};
