import { hostFacts } from '../machine/quietness.js';
import type { ClaimsEnd, ClaimsPlan, ClaimsRecord, ExperimentRound } from '../model/claims-record.js';
import type { DatabaseFacts } from '../model/surroundings.js';
import { databaseText, sameOrRefuse } from './resume-error.js';

/** What a record is called and made by, and where it goes each time that it has grown. */
export interface ClaimsRecorderOptions {
  readonly runId: string;
  readonly toolVersion: string;
  /** Called with all that is known, after every round. */
  readonly save: (record: ClaimsRecord) => void;
  /** The record that this run goes on with. */
  readonly resume?: ClaimsRecord | undefined;
}

/** The record of a run of claims as it grows. */
export class ClaimsRecorder {
  #record: ClaimsRecord;
  readonly #save: (record: ClaimsRecord) => void;
  readonly #earlierMs: number;
  readonly #startedMs = performance.now();

  constructor(plan: ClaimsPlan, { runId, toolVersion, save, resume }: ClaimsRecorderOptions) {
    this.#save = save;
    this.#earlierMs = resume?.elapsedMs ?? 0;
    const running = { state: 'running' } as const;
    this.#record = resume
      ? { ...resume, end: running }
      : {
          schemaVersion: 1,
          kind: 'claims',
          toolVersion,
          runId,
          startedAtIso: new Date().toISOString(),
          elapsedMs: 0,
          end: running,
          host: hostFacts(),
          plan,
          database: undefined,
          dataChecksum: undefined,
          results: plan.book.experiments.map(({ id }) => ({ id, rounds: [] })),
        };
  }

  get record(): ClaimsRecord {
    return this.#record;
  }

  roundsOf(id: string): readonly ExperimentRound[] {
    return this.#record.results.find((result) => result.id === id)?.rounds ?? [];
  }

  /** Keeps which database it is, with which data. Throws ResumeError where the run that is resumed had others. */
  keepDatabase(database: DatabaseFacts, dataChecksum: string | undefined): void {
    const { database: then, dataChecksum: checksumThen } = this.#record;
    sameOrRefuse({ kind: 'database' }, then && databaseText(then), databaseText(database));
    sameOrRefuse({ kind: 'data-set' }, checksumThen, dataChecksum);
    this.#update({ database, dataChecksum });
  }

  addRound(id: string, round: ExperimentRound): void {
    const results = this.#record.results.map((result) =>
      result.id === id ? { ...result, rounds: [...result.rounds, round] } : result,
    );
    this.#update({ results });
  }

  end(end: ClaimsEnd): ClaimsRecord {
    this.#update({ end });
    return this.#record;
  }

  #update(change: Partial<ClaimsRecord>): void {
    const elapsedMs = this.#earlierMs + performance.now() - this.#startedMs;
    this.#record = { ...this.#record, ...change, elapsedMs };
    this.#save(this.#record);
  }
}
