import type { Failure } from './failure.js';
import type { SourceFacts } from './record.js';
import type { RunEnd } from './run-end.js';
import type { DatabaseFacts, HostFacts } from './surroundings.js';

/** A measured number in the course of time. */
export interface Series {
  /** Between samples. */
  readonly stepMs: number;
  /** `null`: nothing to be measured in that sample. */
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
}

/** What one arm gave in one round. */
export type Observation =
  | {
      readonly state: 'observed';
      readonly armName: string;
      readonly values: Readonly<Record<string, number>>;
      readonly series: Readonly<Record<string, Series>>;
    }
  | {
      readonly state: 'failed';
      readonly armName: string;
      readonly failure: Failure;
      readonly output: readonly string[];
    };

export interface ExperimentRound {
  readonly index: number;
  readonly armOrder: readonly string[];
  readonly startedAtIso: string;
  readonly elapsedMs: number;
  readonly observations: readonly Observation[];
}

export interface ExperimentResult {
  readonly id: string;
  readonly rounds: readonly ExperimentRound[];
}

/** How a run of experiments ended. */
export type ExperimentsEnd =
  | { readonly state: 'running' }
  | { readonly state: 'complete' }
  | { readonly state: 'interrupted' }
  | Extract<RunEnd, { readonly state: 'failed' }>;

/** All raw facts of a run of experiments: the file on disk, saved after every round. */
export interface ExperimentsRecord<Kind extends string, Plan> {
  readonly schemaVersion: 1;
  readonly kind: Kind;
  readonly toolVersion: string;
  readonly runId: string;
  readonly startedAtIso: string;
  readonly elapsedMs: number;
  readonly end: ExperimentsEnd;
  readonly host: HostFacts;
  readonly plan: Plan;
  readonly database: DatabaseFacts | undefined;
  /** Of every arm whose code differs from that of those before it; absent in records of versions that did not look. */
  readonly sources?: readonly SourceFacts[];
  /** Of the data that every round begins with. */
  readonly dataChecksum: string | undefined;
  readonly results: readonly ExperimentResult[];
}
