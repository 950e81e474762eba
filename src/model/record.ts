import type { VaryingAnswer } from './answers.js';
import type { Calibration, RoundCost } from './calibration.js';
import type { LinkFacts } from './condition.js';
import type { Reading } from './machine.js';
import type { MetricDefinitions } from './metrics.js';
import type { Phase, Plan } from './plan.js';
import type { RunEnd } from './run-end.js';
import type { CheckoutFacts } from './source.js';
import type { DatabaseFacts, HostFacts } from './surroundings.js';
import type { Trial } from './trial.js';

/** The data set as the seed program reported it for one arm. */
export interface SeedFacts {
  readonly armName: string;
  /** Absent: it told none, and nobody can say whether a resumed run has the same data. */
  readonly checksum?: string;
  readonly durationMs: number;
  readonly report: Readonly<Record<string, unknown>>;
}

/** What an arm's code was when the run began. */
export interface SourceFacts {
  readonly armName: string;
  /** Of the files in its folder, without what is installed there. */
  readonly sha256: Reading<string>;
  /** Of code that came from a git repository. */
  readonly checkout?: CheckoutFacts;
}

/** How quiet the machine was during a round. Shares are of one core. `undefined` where the platform cannot tell. */
export interface Quietness {
  readonly foreignCpuShare: number | undefined;
  readonly stealShare: number | undefined;
  readonly cpuPressureShare: number | undefined;
}

/** Why a round was set aside and done again, decided without looking at the outcome. */
export type Redone =
  /** Other programs used this share of a core. */
  | { readonly kind: 'foreign-cpu'; readonly share: number }
  /** The hypervisor took this share of a core. */
  | { readonly kind: 'steal'; readonly share: number }
  /** Programs waited for a core for this share of the time. */
  | { readonly kind: 'cpu-pressure'; readonly share: number }
  /** The run was given up with it, and resumed. */
  | { readonly kind: 'run-resumed' }
  /** As a record of schema 1 tells it: in words. */
  | { readonly kind: 'told'; readonly text: string };

/** A round as it was measured: one trial of every arm. */
export interface Round {
  readonly index: number;
  /** 0, or which repetition of a disturbed round this is. */
  readonly attempt: number;
  readonly startedAtIso: string;
  readonly elapsedMs: number;
  readonly armOrder: readonly string[];
  readonly trials: readonly Trial[];
  readonly quietness: Quietness;
  /** Absent for a round that counts. */
  readonly redone?: Redone;
}

/** What was found before the first round that counts, blind to which arm is better. */
export interface PilotFacts {
  /** The plan's phases with every `auto` settled. */
  readonly phases: readonly Phase[];
  /** Closed-loop requests per second of each arm. */
  readonly capacityPerSecond: Readonly<Record<string, number>>;
  /** What the parts of a round cost on this machine. */
  readonly cost: RoundCost;
  /** Cost and phases were corrected by what the first round really took. */
  readonly refined: boolean;
  /** What is usual on this machine: a round that is much less quiet is redone. */
  readonly quietness: Quietness;
  /** Digest of every request class's answer, without what varies: a run that is resumed must meet the same server. */
  readonly answersSha256: string;
  /** What varied by itself, by request class; absent in records of versions that asked once. */
  readonly varying?: readonly VaryingAnswer[];
}

/** What must be known of a record before believing it. */
export type RecordWarning =
  /** It was written in an older schema, under rules that are gone: it is described, not judged. */
  | {
      readonly kind: 'not-judged';
      readonly schemaVersion: number;
      readonly judgedBy: readonly string[];
      readonly looks: readonly number[];
    }
  /** It has not what came with a later schema. */
  | { readonly kind: 'older-facts'; readonly schemaVersion: number }
  /** As a record of schema 1 tells it: in words. */
  | { readonly kind: 'told'; readonly text: string };

/** All raw facts of a run. It is the file on disk, saved after every round; every report can be made again from it. */
export interface RunRecord {
  readonly schemaVersion: 2;
  readonly toolVersion: string;
  readonly runId: string;
  readonly startedAtIso: string;
  /** Each time that it was resumed. */
  readonly resumedAtIso: readonly string[];
  readonly elapsedMs: number;
  readonly end: RunEnd;
  readonly host: HostFacts;
  readonly plan: Plan;
  /** The metrics as they were defined when this run began; it is judged by these. */
  readonly metrics: MetricDefinitions;
  readonly database: DatabaseFacts | undefined;
  /**
   * What the stand-in refused because it cannot do it as mongod does, by feature, with how often; absent where nothing
   * was.
   */
  readonly databaseRefusals?: Readonly<Record<string, number>>;
  /** Of the links that the plan's condition asks for; absent: it asks for none, or the run did not come so far. */
  readonly links?: readonly LinkFacts[];
  /** Of every arm. Absent in records of versions that did not look. */
  readonly sources?: readonly SourceFacts[];
  readonly seeds: readonly SeedFacts[];
  readonly pilot: PilotFacts | undefined;
  /** The machine's calibration as it was when this run began; absent where there was none for it. */
  readonly calibration?: Calibration;
  readonly rounds: readonly Round[];
  readonly warnings: readonly RecordWarning[];
}
