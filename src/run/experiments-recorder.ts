import { hostFacts } from '../machine/quietness.js';
import type { ExperimentRound, ExperimentsEnd, ExperimentsRecord } from '../model/experiments-record.js';
import type { SourceFacts } from '../model/record.js';
import type { DatabaseFacts } from '../model/surroundings.js';
import { databaseText, sameCodeOrRefuse, sameOrRefuse } from './resume-error.js';

/** What a record is called and made by, and where it goes each time that it has grown. */
export interface RecorderOptions<Kind extends string, Plan> {
  readonly runId: string;
  readonly toolVersion: string;
  /** Called with all that is known, after every round. */
  readonly save: (record: ExperimentsRecord<Kind, Plan>) => void;
  /** The record that this run goes on with. */
  readonly resume?: ExperimentsRecord<Kind, Plan> | undefined;
}

/** The record of a run of experiments as it grows. */
export class ExperimentsRecorder<Kind extends string, Plan> {
  #record: ExperimentsRecord<Kind, Plan>;
  readonly #save: (record: ExperimentsRecord<Kind, Plan>) => void;
  readonly #earlierMs: number;
  readonly #startedMs = performance.now();

  /** `ids`: of the experiments that it will hold. */
  constructor(kind: Kind, plan: Plan, ids: readonly string[], options: RecorderOptions<Kind, Plan>) {
    const { runId, toolVersion, save, resume } = options;
    this.#save = save;
    this.#earlierMs = resume?.elapsedMs ?? 0;
    const running = { state: 'running' } as const;
    this.#record = resume
      ? { ...resume, end: running }
      : {
          schemaVersion: 1,
          kind,
          toolVersion,
          runId,
          startedAtIso: new Date().toISOString(),
          elapsedMs: 0,
          end: running,
          host: hostFacts(),
          plan,
          database: undefined,
          dataChecksum: undefined,
          results: ids.map((id) => ({ id, rounds: [] })),
        };
  }

  get record(): ExperimentsRecord<Kind, Plan> {
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

  /** Keeps which code it is. Throws ResumeError where the run that is resumed had other. */
  keepSources(sources: readonly SourceFacts[]): void {
    sameCodeOrRefuse(this.#record.sources, sources);
    this.#update({ sources });
  }

  addRound(id: string, round: ExperimentRound): void {
    const results = this.#record.results.map((result) =>
      result.id === id ? { ...result, rounds: [...result.rounds, round] } : result,
    );
    this.#update({ results });
  }

  end(end: ExperimentsEnd): ExperimentsRecord<Kind, Plan> {
    this.#update({ end });
    return this.#record;
  }

  #update(change: Partial<ExperimentsRecord<Kind, Plan>>): void {
    const elapsedMs = this.#earlierMs + performance.now() - this.#startedMs;
    this.#record = { ...this.#record, ...change, elapsedMs };
    this.#save(this.#record);
  }
}
