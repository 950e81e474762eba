import { BSONRegExp, type Document, ObjectId } from 'bson';
import { isOperators } from '../filter/operators.js';
import { editAt } from '../path/edit.js';
import { documentOf, entriesOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { isDocument } from '../values/values.js';
import { refuseId } from './storable.js';
import { isReplacement, type Update } from './update.js';

/**
 * The paths that a filter pins to one value, in its order; `$and`, `$or` of one branch, `$in` and `$all` of one member
 * count.
 */
function pinned(filter: Document): readonly (readonly [path: string, value: unknown])[] {
  return entriesOf(filter).flatMap(([key, condition]) => {
    if (Array.isArray(condition) && (key === '$and' || (key === '$or' && condition.length === 1)))
      return condition.filter(isDocument).flatMap(pinned);
    if (key.startsWith('$') || condition instanceof BSONRegExp) return [];
    if (!isOperators(condition)) return [[key, condition] as const];
    return entriesOf(condition).flatMap(([operator, argument]) => {
      if (operator === '$eq') return [[key, argument] as const];
      if (!Array.isArray(argument) || argument.some((value) => value instanceof BSONRegExp || isOperators(value)))
        return [];
      if (operator === '$all') return argument.map((value) => [key, value] as const);
      return operator === '$in' && argument.length === 1 ? [[key, argument[0]] as const] : [];
    });
  });
}

function refuseConflicts(paths: readonly string[]): void {
  for (const [index, path] of paths.entries()) {
    if (paths.indexOf(path) !== index)
      throw new MongoError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
    const inner = paths.find((other) => other.startsWith(`${path}.`));
    if (inner !== undefined)
      throw new MongoError(54, `cannot infer query fields to set, both paths '${path}' and '${inner}' are matched`);
  }
}

/** The fields that the filter pins. Throws NotSingleValueField (54) where two of them clash. */
function wholeSeed(filter: Document): Document {
  const fields = pinned(filter);
  refuseConflicts(fields.map(([path]) => path));
  return fields.reduce<Document>((seed, [path, value]) => editAt(seed, path.split('.'), () => value), {});
}

/** What an upsert by a replacement starts from: the `_id` alone. */
function replacementSeed(filter: Document): Document {
  const ids = pinned(filter).filter(([path]) => path === '_id' || path.startsWith('_id.'));
  refuseConflicts(ids.map(([path]) => path));
  const nested = ids.find(([path]) => path !== '_id');
  if (nested)
    throw new MongoError(
      54,
      `cannot infer query fields to set, path '_id' is matched by the nested path '${nested[0]}'`,
    );
  return ids.length === 0 ? {} : { _id: ids[0]?.[1] };
}

/**
 * The document that an upsert inserts: what the filter pins, then the update. `change` is the update as it came,
 * `update` the same compiled.
 */
export function upserted(filter: Document, change: unknown, update: Update): Document {
  const made = update(isReplacement(change) ? replacementSeed(filter) : wholeSeed(filter), true);
  const { _id = new ObjectId() } = made;
  refuseId(_id);
  return documentOf([['_id', _id], ...entriesOf(made).filter(([name]) => name !== '_id')]);
}
