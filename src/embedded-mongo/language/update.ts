import type { Document } from 'bson';
import { MongoError, notSupported } from '../errors.js';
import { type Edit, editAt, remove } from './edit.js';
import { compileFilter, type Predicate } from './filter.js';
import { equal } from './order.js';
import { setField, valueAt } from './path.js';
import { updateOperators } from './update-operators.js';
import { isDocument } from './values.js';

export interface UpdateOptions {
  readonly filter: Document;
  readonly arrayFilters?: readonly Document[];
  /** An upsert that inserts: `$setOnInsert` counts. */
  readonly isInsert: boolean;
}

interface FieldEdit {
  readonly path: string;
  readonly edit: Edit;
}

/** Is this a replacement document, and not a set of operators? */
export function isReplacement(update: Document): boolean {
  return !Object.keys(update)[0]?.startsWith('$');
}

/** A new document: the update applied, the old one unchanged. Throws MongoError for what mongod refuses. */
export function applyUpdate(document: Document, update: Document, options: UpdateOptions): Document {
  if (Array.isArray(update)) throw notSupported('an update by pipeline');
  const updated = isReplacement(update) ? replace(document, update) : applyOperators(document, update, options);
  if (!options.isInsert && !equal(updated._id, document._id)) {
    throw new MongoError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  }
  return updated;
}

function replace(document: Document, replacement: Document): Document {
  const dollar = Object.keys(replacement).find((key) => key.startsWith('$'));
  if (dollar)
    throw new MongoError(
      52,
      `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's replacement document.`,
    );
  if ('_id' in replacement || document._id === undefined) return { ...replacement };
  return { _id: document._id, ...replacement };
}

function applyOperators(document: Document, update: Document, options: UpdateOptions): Document {
  const edits = Object.entries(update).flatMap(([operator, fields]) => {
    if (!isDocument(fields))
      throw new MongoError(
        9,
        `Modifiers operate on fields but we found type ${typeof fields} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${fields}}`,
      );
    if (operator === '$setOnInsert' && !options.isInsert) return [];
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
  const ordered = edits.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return ordered.reduce((current, { path, edit }) => {
    return concretePaths(current, path, options).reduce((result, parts) => editAt(result, parts, edit), current);
  }, document);
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

function refuseConflicts(edits: readonly FieldEdit[]): void {
  const paths = edits.map(({ path }) => path).toSorted();
  for (const [index, path] of paths.entries()) {
    if (path === '') throw new MongoError(56, 'An empty update path is not valid.');
    const next = paths[index + 1];
    if (next !== undefined && (next === path || next.startsWith(`${path}.`))) {
      throw new MongoError(40, `Updating the path '${next}' would create a conflict at '${path}'`);
    }
  }
}

/** The paths that `a.$[].b`, `a.$[x].b` and `a.$.b` stand for in this document. */
function concretePaths(document: Document, path: string, options: UpdateOptions): string[][] {
  let paths: string[][] = [[]];
  for (const part of path.split('.')) {
    paths = paths.flatMap((parts) =>
      part.startsWith('$') ? expand(document, parts, part, options) : [[...parts, part]],
    );
  }
  return paths;
}

function expand(document: Document, parts: readonly string[], part: string, options: UpdateOptions): string[][] {
  const place = parts.join('.');
  const members = valueAt(document, parts);
  if (!Array.isArray(members)) {
    if (part === '$') throw positionUnknown();
    throw new MongoError(2, `The path '${place}' must exist in the document in order to apply array updates.`);
  }
  if (part === '$') return [[...parts, String(matchedIndex(document, parts, members, options.filter))]];
  const identifier = /^\$\[(\w*)\]$/.exec(part)?.[1];
  if (identifier === undefined)
    throw new MongoError(52, `The dollar ($) prefixed field '${part}' in '${place}.${part}' is not valid for storage.`);
  const matches = identifier === '' ? () => true : arrayFilter(identifier, options.arrayFilters ?? [], place);
  return members.flatMap((member, index) => (matches({ [identifier]: member }) ? [[...parts, String(index)]] : []));
}

function arrayFilter(identifier: string, filters: readonly Document[], place: string): Predicate {
  const filter = filters.find((candidate) => Object.keys(candidate)[0]?.split('.')[0] === identifier);
  if (!filter)
    throw new MongoError(2, `No array filter found for identifier '${identifier}' in path '${place}.$[${identifier}]'`);
  return compileFilter(filter);
}

const positionUnknown = () =>
  new MongoError(2, 'The positional operator did not find the match needed from the query.');

/** The first member for which the filter still matches when the array holds that member alone. */
function matchedIndex(
  document: Document,
  parts: readonly string[],
  members: readonly unknown[],
  filter: Document,
): number {
  const root = parts[0] ?? '';
  const mentions = (part: Document): boolean =>
    Object.entries(part).some(
      ([key, value]) =>
        key === root ||
        key.startsWith(`${root}.`) ||
        (Array.isArray(value) && value.some((branch) => isDocument(branch) && mentions(branch))),
    );
  if (!mentions(filter)) throw positionUnknown();
  const matches = compileFilter(filter);
  const index = members.findIndex((member) => matches(editAt(document, parts, () => [member])));
  if (index < 0) throw positionUnknown();
  return index;
}

/** What an upsert starts from: the fields that the filter pins to one value. */
export function upsertSeed(filter: Document): Document {
  let seed: Document = {};
  for (const [key, condition] of Object.entries(filter)) {
    if (key === '$and' && Array.isArray(condition)) {
      for (const branch of condition) seed = { ...seed, ...upsertSeed(branch) };
    } else if (!key.startsWith('$')) {
      const operators = isDocument(condition) && Object.keys(condition)[0]?.startsWith('$');
      const pinned = operators ? condition.$eq : condition;
      if (
        pinned === undefined ||
        (typeof pinned === 'object' && pinned !== null && '_bsontype' in pinned && pinned._bsontype === 'BSONRegExp')
      )
        continue;
      if (key.includes('.')) seed = editAt(seed, key.split('.'), () => pinned);
      else setField(seed, key, pinned);
    }
  }
  return seed;
}
