import type { Plan } from '../model/plan.js';
import type { EndState, Round, RunRecord } from '../model/record.js';
import { hostFacts } from '../rig/host.js';

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
    const running = { state: 'running', detail: '' } as const;
    this.#record = resume
      ? { ...resume, plan, end: running, resumedAtIso: [...resume.resumedAtIso, new Date().toISOString()] }
      : {
          schemaVersion: 1,
          toolVersion,
          runId,
          startedAtIso: new Date().toISOString(),
          resumedAtIso: [],
          elapsedMs: 0,
          end: running,
          host: hostFacts(),
          plan,
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

  end(state: EndState, detail: string): RunRecord {
    this.update({ end: { state, detail } });
    return this.#record;
  }
}
