import { hostFacts } from '../machine/quietness.js';
import { metrics } from '../model/metrics.js';
import type { Plan } from '../model/plan.js';
import type { Round, RunRecord } from '../model/record.js';
import type { RunEnd } from '../model/run-end.js';

/** What a record is called and made by, and where it goes each time that it has grown. */
export interface RecorderOptions {
  readonly runId: string;
  readonly toolVersion: string;
  /** Called with all that is known, after every round: nothing measured is lost. */
  readonly save: (record: RunRecord) => void;
  /** The record that this run goes on with. */
  readonly resume?: RunRecord | undefined;
}

/** The record as it grows. */
export class Recorder {
  #record: RunRecord;
  readonly #earlierMs: number;
  readonly #startedMs = performance.now();
  readonly #save: (record: RunRecord) => void;

  constructor(plan: Plan, { runId, toolVersion, save, resume }: RecorderOptions) {
    this.#save = save;
    this.#earlierMs = resume?.elapsedMs ?? 0;
    const running = { state: 'running' } as const;
    this.#record = resume
      ? { ...resumable(resume), plan, end: running, resumedAtIso: [...resume.resumedAtIso, new Date().toISOString()] }
      : {
          schemaVersion: 2,
          toolVersion,
          runId,
          startedAtIso: new Date().toISOString(),
          resumedAtIso: [],
          elapsedMs: 0,
          end: running,
          host: hostFacts(),
          plan,
          metrics,
          database: undefined,
          seeds: [],
          pilot: undefined,
          rounds: [],
          warnings: [],
        };
  }

  get record(): RunRecord {
    return this.#record;
  }

  /** Since this process began with it; a budget counts anew when a run is resumed. */
  get sessionMs(): number {
    return performance.now() - this.#startedMs;
  }

  update(change: Partial<RunRecord>): void {
    this.#record = { ...this.#record, ...change, elapsedMs: this.#earlierMs + this.sessionMs };
    this.#save(this.#record);
  }

  addRound(round: Round): void {
    this.update({ rounds: [...this.#record.rounds, round] });
  }

  end(end: RunEnd): RunRecord {
    this.update({ end });
    return this.#record;
  }
}

/** A run that was given up because its last rounds were invalid is resumed to have them measured again. */
function resumable(record: RunRecord): RunRecord {
  if (record.end.state !== 'failed') return record;
  const good = record.rounds.findLastIndex(
    ({ redone, trials }) => redone === undefined && trials.every(({ state }) => state === 'measured'),
  );
  const rounds = record.rounds.map((round, i) =>
    i > good && round.redone === undefined ? ({ ...round, redone: { kind: 'run-resumed' } } as const) : round,
  );
  return { ...record, rounds };
}
