import type { Document } from 'bson';
import type { Variables } from '../expression/variables.js';
import { MongoError } from '../values/errors.js';
import { isDocument } from '../values/values.js';

/** What a pipeline sees besides its documents. */
export interface Surroundings {
  readonly variables: Variables;
  /** The documents of another collection of the same database that a filter matches; indexes are used. */
  readonly find: (collection: string, filter: Document) => Iterable<Document>;
}

/** A stage or a whole pipeline, compiled. The documents that go in are not changed. */
export type Pipeline = (documents: readonly Document[]) => readonly Document[];

export type CompileStage = (argument: unknown, surroundings: Surroundings) => Pipeline;

export function needDocument(stage: string, argument: unknown): Document {
  if (isDocument(argument)) return argument;
  throw new MongoError(15959, `the ${stage} specification must be an object`);
}
