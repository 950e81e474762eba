import type { BinaryProblem } from './setup-fault.js';

/** One thing that was read off the machine, or why it could not be. */
export type Reading<T> =
  | { readonly state: 'value'; readonly value: T }
  | { readonly state: 'absent'; readonly reason: string };

/** How much of the CPUs a control group allows, over all its ancestors; in cores. */
export interface CpuQuota {
  readonly quotaCores: number | 'unlimited';
  /** The file that says so. */
  readonly source: string;
}

/** Whether cores may clock above their base frequency, and the switch for it. */
export interface TurboState {
  readonly on: boolean;
  readonly source: string;
  /** What to write into the switch to turn turbo off. */
  readonly offValue: '0' | '1';
}

/** What the machine did during a short sample in which the bench was idle. Shares as in `Quietness`. */
export interface ActivitySample {
  readonly sampleMs: number;
  /** Of one core. */
  readonly foreignCpuShare: Reading<number>;
  /** Of one core. */
  readonly stealShare: Reading<number>;
  /** Of the time: some task waited for a core. */
  readonly cpuPressureShare: Reading<number>;
}

/** The folder in memory where the files of a database go. */
export type MemoryFolder =
  | { readonly state: 'none'; readonly path: string }
  | { readonly state: 'read-only'; readonly path: string }
  | { readonly state: 'writable'; readonly path: string; readonly freeBytes: number };

export type DatabasePlace = 'MONGOMS_SYSTEM_BINARY' | 'PATH' | 'cache' | 'bundled';

/** One place in which `--db auto` looks, in the order in which it does. */
export type DatabaseCandidate =
  | { readonly place: DatabasePlace; readonly state: 'none' }
  | {
      readonly place: DatabasePlace;
      readonly state: 'usable';
      readonly kind: 'mongod' | 'embedded';
      readonly path: string;
      readonly version: string;
    }
  /** There is a file, but it is no mongod. `--db auto` would stop at it, with an error. */
  | { readonly place: DatabasePlace; readonly state: 'broken'; readonly path: string; readonly problem: BinaryProblem };

/** The machine as `doctor` reads it: facts only, judged elsewhere. */
export interface MachineFacts {
  readonly nodeVersion: string;
  /** Cores that this process may run on, by number. */
  readonly cores: Reading<readonly number[]>;
  /** The governor of each of those cores. */
  readonly governors: Reading<readonly string[]>;
  readonly turbo: Reading<TurboState>;
  readonly cpuQuota: Reading<CpuQuota>;
  readonly activity: ActivitySample;
  /** What is free, or what a control group allows where that is less. */
  readonly availableMemoryBytes: Reading<number>;
  readonly memoryFolder: MemoryFolder;
  readonly openFiles: Reading<number | 'unlimited'>;
  readonly taskset: Reading<string>;
  readonly databases: readonly DatabaseCandidate[];
}
