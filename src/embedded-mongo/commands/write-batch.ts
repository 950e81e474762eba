import { type Document, Int32 } from 'bson';
import { decode } from '../../mongo-language/values/codec.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { isDocument, typeAlias } from '../../mongo-language/values/values.js';
import { maxWriteBatchSize } from '../wire/limits.js';
import type { Context } from './context.js';

/** The writes of one command: from a kind-1 section, else from the body. */
export function statements({ request }: Context, command: Document, field: string): readonly Document[] {
  const encoded = request.sequences.get(field);
  return statementsIn(encoded ? encoded.map(decode) : command[field], `${Object.keys(command)[0]}.${field}`);
}

/** Throws for what is no list of writes: missing, of another type, empty, or too long. */
export function statementsIn(writes: unknown, field: string): readonly Document[] {
  if (writes === undefined) throw new MongoError(40414, `BSON field '${field}' is missing but a required field`);
  if (!Array.isArray(writes) || !writes.every(isDocument))
    throw new MongoError(14, `BSON field '${field}' is the wrong type '${typeAlias(writes)}', expected type 'array'`);
  checkBatch(writes.length);
  return writes;
}

/** Throws InvalidLength for a batch with nothing in it, or with too much. */
export function checkBatch(count: number): void {
  if (count < 1 || count > maxWriteBatchSize) {
    throw new MongoError(16, `Write batch sizes must be between 1 and ${maxWriteBatchSize}. Got ${count} operations.`);
  }
}

/**
 * Runs each write; an ordered command ends at the first that fails. Gives mongod's `writeErrors`, where there are any,
 * for the reply.
 */
export function runEach<T>(
  { state }: Context,
  items: readonly T[],
  ordered: boolean,
  run: (item: T, index: number) => void,
): { writeErrors?: Document[] } {
  const writeErrors: Document[] = [];
  for (const [index, item] of items.entries()) {
    try {
      run(item, index);
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      state.refusals.note(error);
      writeErrors.push({ index: new Int32(index), code: new Int32(error.code), ...error.extra, errmsg: error.message });
      if (ordered) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}
