import { BSONRegExp, type Document } from 'bson';
import type { Variables } from '../expression/variables.js';
import { type Edit, editAt, remove } from '../path/edit.js';
import { valueAt } from '../path/path.js';
import { compilePipeline } from '../pipeline/pipeline.js';
import { MongoError, notSupported } from '../values/errors.js';
import { equal } from '../values/order.js';
import { isDocument } from '../values/values.js';
import { concretePaths, refuseUnusedFilters } from './array-paths.js';
import { updateOperators } from './update-operators.js';

export interface UpdateOptions {
  readonly filter: Document;
  readonly arrayFilters: readonly Document[];
  readonly variables: Variables;
}

/** A new document: the update applied, the old one unchanged. `$setOnInsert` counts where an upsert inserts. */
export type Update = (document: Document, isInsert: boolean) => Document;

interface FieldEdit {
  readonly path: string;
  readonly edit: Edit;
}

/** Is this a replacement document, and not a set of operators or a pipeline? */
export function isReplacement(update: unknown): boolean {
  return isDocument(update) && !Object.keys(update)[0]?.startsWith('$');
}

/** Compiles an update: operators, a replacement, or a pipeline. Throws MongoError for what mongod refuses. */
export function compileUpdate(update: unknown, options: UpdateOptions): Update {
  const apply = compileKind(update, options);
  return (document, isInsert) => {
    const updated = apply(document, isInsert);
    if (!isInsert && !equal(updated._id, document._id)) {
      throw new MongoError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
    }
    return updated;
  };
}

function compileKind(update: unknown, options: UpdateOptions): Update {
  if (Array.isArray(update)) return compilePipelineUpdate(update, options);
  if (!isDocument(update)) throw new MongoError(9, 'Update argument must be either an object or an array');
  if (isReplacement(update)) {
    if (options.arrayFilters.length > 0) throw new MongoError(9, 'Cannot use arrayFilters with a replacement');
    const dollar = Object.keys(update).find((key) => key.startsWith('$'));
    if (dollar)
      throw new MongoError(
        52,
        `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's replacement document.`,
      );
    return (document) => replace(document, update);
  }
  refuseUnusedFilters(update, options.arrayFilters);
  return (document, isInsert) => applyOperators(document, update, options, isInsert);
}

const pipelineStages = ['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith'];

function compilePipelineUpdate(stages: readonly Document[], { variables, arrayFilters }: UpdateOptions): Update {
  if (arrayFilters.length > 0) throw new MongoError(9, 'Cannot specify arrayFilters and a pipeline update');
  const wrong = stages.map((stage) => Object.keys(stage)[0] ?? '').find((name) => !pipelineStages.includes(name));
  if (wrong !== undefined) throw new MongoError(72, `${wrong} is not allowed to be used within an update`);
  const run = compilePipeline(stages, { variables, find: () => [] });
  return (document) => {
    const [updated = {}] = run([document]);
    return replace(document, updated);
  };
}

/** The new fields, and the old `_id`, first, where there is none among them. */
function replace(document: Document, replacement: Document): Document {
  if ('_id' in replacement || document._id === undefined) return { ...replacement };
  return { _id: document._id, ...replacement };
}

function applyOperators(document: Document, update: Document, options: UpdateOptions, isInsert: boolean): Document {
  const edits = Object.entries(update).flatMap(([operator, fields]) => {
    if (!isDocument(fields))
      throw new MongoError(
        9,
        `Modifiers operate on fields but we found type ${typeof fields} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${fields}}`,
      );
    if (operator === '$setOnInsert' && !isInsert) return [];
    if (operator === '$rename') return Object.entries(fields).flatMap(([from, to]) => renames(document, from, to));
    const make = updateOperators[operator];
    if (!make) {
      if (operator === '$bit') throw notSupported(operator);
      throw new MongoError(
        9,
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    return Object.entries(fields).map(([path, argument]) => ({ path, edit: make(argument) }));
  });
  refuseConflicts(edits);
  // New fields appear in the order of their names, as mongod adds them since 5.0.
  const ordered = edits.toSorted((a, b) => (sortable(a.path) < sortable(b.path) ? -1 : 1));
  // What `$` and `$[x]` stand for is decided on the document as it was found.
  const placed = ordered.flatMap(({ path, edit }) =>
    concretePaths(document, path, options).map((parts) => ({ parts, edit })),
  );
  return placed.reduce((current, { parts, edit }) => editAt(current, parts, edit), document);
}

function renames(document: Document, from: string, to: unknown): FieldEdit[] {
  if (typeof to !== 'string') throw new MongoError(2, `The 'to' field for $rename must be a string: ${from}`);
  const value = valueAt(document, from.split('.'));
  if (value === undefined) return [];
  return [
    { path: from, edit: () => remove },
    { path: to, edit: () => value },
  ];
}

/** Paths in an order that keeps what is below a path right behind it. */
const sortable = (path: string) => path.replaceAll('.', '\0');

function refuseConflicts(edits: readonly FieldEdit[]): void {
  const paths = edits.map(({ path }) => path).toSorted((a, b) => (sortable(a) < sortable(b) ? -1 : 1));
  for (const [index, path] of paths.entries()) {
    if (path === '') throw new MongoError(56, 'An empty update path is not valid.');
    const next = paths[index + 1];
    if (next !== undefined && (next === path || next.startsWith(`${path}.`))) {
      throw new MongoError(40, `Updating the path '${next}' would create a conflict at '${path}'`);
    }
  }
}

/** What an upsert starts from: the fields that the filter pins to one value. */
export function upsertSeed(filter: Document, start: Document = {}): Document {
  return Object.entries(filter).reduce((seed, [key, condition]) => {
    const isBranching = key === '$and' || (key === '$or' && condition?.length === 1);
    if (isBranching && Array.isArray(condition))
      return condition.reduce((made, branch) => upsertSeed(branch, made), seed);
    if (key.startsWith('$') || condition instanceof BSONRegExp) return seed;
    const operators = isDocument(condition) && Object.keys(condition)[0]?.startsWith('$');
    const pinned = operators ? condition.$eq : condition;
    return pinned === undefined ? seed : editAt(seed, key.split('.'), () => pinned);
  }, start);
}
