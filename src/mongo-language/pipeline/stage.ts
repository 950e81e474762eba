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

/** Compiles a list of stages; stages that hold pipelines of their own are given it. */
export type CompileStages = (pipeline: readonly Document[], surroundings: Surroundings) => Pipeline;

export type CompileStage = (argument: unknown, surroundings: Surroundings, compile: CompileStages) => Pipeline;

/** Throws, by default with $match's code, where the argument is no document. */
export function needDocument(stage: string, argument: unknown, code = 15959): Document {
  if (isDocument(argument)) return argument;
  throw new MongoError(code, `the ${stage} specification must be an object`);
}

/** Throws for a name that a stage cannot give a field: a path, or one that begins with `$`. */
export function refuseFieldName(name: string): void {
  if (name.startsWith('$'))
    throw new MongoError(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
  if (name.includes('.')) throw new MongoError(16412, `FieldPath field names may not contain '.'.`);
}
