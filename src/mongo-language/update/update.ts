import type { Document } from 'bson';
import type { Variables } from '../expression/variables.js';
import type { Match } from '../filter/conditions.js';
import { compileFilter } from '../filter/filter.js';
import { compilePipeline } from '../pipeline/pipeline.js';
import { documentOf, entriesOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { equal } from '../values/order.js';
import { isDocument } from '../values/values.js';
import { compileOperators } from './modifiers.js';
import { stampTimestamps } from './storable.js';

export interface UpdateOptions {
  /** The query that finds the documents: it gives `$` its meaning. */
  readonly filter: Document;
  readonly arrayFilters: readonly Document[];
  readonly variables: Variables;
}

/** A new document: the update applied, the old one unchanged. `$setOnInsert` counts where an upsert inserts. */
export type Update = (document: Document, isInsert: boolean) => Document;

/** Is this a replacement document, and not a set of operators or a pipeline? */
export function isReplacement(update: unknown): boolean {
  return isDocument(update) && !Object.keys(update)[0]?.startsWith('$');
}

/**
 * Compiles an update whole, before anything is searched: operators, a replacement, or a pipeline. Throws MongoError for
 * what mongod refuses.
 */
export function compileUpdate(update: unknown, options: UpdateOptions): Update {
  const apply = compileKind(update, options);
  return (document, isInsert) => {
    const updated = apply(document, isInsert);
    if ((!isInsert || document._id !== undefined) && !equal(updated._id, document._id))
      throw new MongoError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
    return updated;
  };
}

function compileKind(update: unknown, options: UpdateOptions): Update {
  if (Array.isArray(update)) return compilePipelineUpdate(update, options);
  if (!isDocument(update)) throw new MongoError(9, 'Update argument must be either an object or an array');
  if (isReplacement(update)) {
    if (options.arrayFilters.length > 0) throw new MongoError(9, 'Cannot use arrayFilters with a replacement');
    refuseDollarNames(update);
    return (document) => replace(document, update);
  }
  return compileModifiers(update, options);
}

function refuseDollarNames(replacement: Document): void {
  const dollar = Object.keys(replacement).find((name) => name.startsWith('$'));
  if (dollar)
    throw new MongoError(
      52,
      `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
}

function compileModifiers(update: Document, { filter, arrayFilters, variables }: UpdateOptions): Update {
  const { apply, isPositional } = compileOperators(update, arrayFilters, variables);
  const matches = isPositional ? compileFilter(filter, variables) : undefined;
  return (document, isInsert) => {
    const match: Match = {};
    if (!isInsert) matches?.(document, match);
    const position = () => {
      if (match.index !== undefined) return String(match.index);
      throw new MongoError(2, 'The positional operator did not find the match needed from the query.');
    };
    return apply(document, { root: document, isInsert, position });
  };
}

const pipelineStages = ['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith'];

function compilePipelineUpdate(stages: readonly Document[], { variables, arrayFilters }: UpdateOptions): Update {
  if (arrayFilters.length > 0) throw new MongoError(9, 'arrayFilters may not be specified for pipeline-syle updates');
  const wrong = stages.map((stage) => Object.keys(stage)[0] ?? '').find((name) => !pipelineStages.includes(name));
  if (wrong !== undefined) throw new MongoError(72, `${wrong} is not allowed to be used within an update`);
  const run = compilePipeline(stages, { variables, find: () => [] });
  return (document) => {
    const [updated = {}] = run([document]);
    return replace(document, updated);
  };
}

/** The new fields, behind the `_id`: their own, or else the old one. */
function replace(document: Document, replacement: Document): Document {
  const id = replacement._id === undefined ? document._id : replacement._id;
  const others = entriesOf(replacement).filter(([name]) => name !== '_id');
  return stampTimestamps(documentOf(id === undefined ? others : [['_id', id], ...others]));
}
