import type { ChildProcess } from 'node:child_process';
import { MongoServerError } from 'mongodb';
import type { DatabaseFailure } from '../../model/failure.js';
import { endOf } from '../guard/process-group.js';
import { DatabaseError, RigError } from '../rig-error.js';

/** Asks the database, and says what is wrong when there is no answer. */
export class DatabaseAsker {
  readonly #source: string;
  readonly #process: ChildProcess | undefined;
  #failure: RigError | undefined;

  /** `process`: of a database that the rig launched. */
  constructor(source: string, process: ChildProcess | undefined) {
    this.#source = source;
    this.#process = process;
  }

  /** That it is dead, as far as it is known without asking. */
  failure(): RigError | undefined {
    const end = this.#process && endOf(this.#process);
    if (end !== undefined) this.#failure ??= this.#died({ kind: 'ended', end });
    return this.#failure;
  }

  /**
   * Carries out a question that may take so long. Throws RigError when the database is dead or does not answer,
   * DatabaseError when it answers that it will not.
   */
  async ask<T>(question: () => Promise<T>, maxMs: number): Promise<T> {
    const known = this.failure();
    if (known) throw known;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.#died({ kind: 'no-answer', withinMs: maxMs })), maxMs);
    });
    try {
      return await Promise.race([question(), late]);
    } catch (error) {
      if (error instanceof MongoServerError)
        throw new DatabaseError({ kind: 'database-refuses', source: this.#source, message: error.message });
      this.#failure ??=
        this.failure() ??
        (error instanceof RigError ? error : this.#died({ kind: 'broken', message: (error as Error).message }));
      throw this.#failure;
    } finally {
      clearTimeout(timer);
    }
  }

  #died(cause: Extract<DatabaseFailure, { kind: 'database-died' }>['cause']): RigError {
    return new RigError({ kind: 'database-died', source: this.#source, cause });
  }
}
