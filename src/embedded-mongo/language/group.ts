import type { Document } from 'bson';
import { MongoError, notSupported } from '../errors.js';
import { averageOf, sumOf } from './arithmetic.js';
import { compileExpression } from './expression.js';
import { compareValues, equal, keyOf } from './order.js';
import { setField } from './path.js';
import { isDocument } from './values.js';

function extreme(values: readonly unknown[], direction: 1 | -1): unknown {
  let best: unknown;
  for (const value of values) {
    if (value === undefined || value === null) continue;
    if (best === undefined || compareValues(value, best) * direction < 0) best = value;
  }
  return best ?? null;
}

function distinct(values: readonly unknown[]): unknown[] {
  const kept: unknown[] = [];
  for (const value of values) if (value !== undefined && !kept.some((other) => equal(other, value))) kept.push(value);
  return kept;
}

/** What each accumulator makes of the values of its group. */
const accumulators: Readonly<Record<string, (values: readonly unknown[]) => unknown>> = {
  $sum: sumOf,
  $avg: averageOf,
  $min: (values) => extreme(values, 1),
  $max: (values) => extreme(values, -1),
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: distinct,
};

/** The `$group` stage. */
export function groupDocuments(documents: readonly Document[], spec: unknown): Document[] {
  if (!isDocument(spec)) throw new MongoError(15947, "a group's fields must be specified in an object");
  if (!('_id' in spec)) throw new MongoError(15955, 'a group specification must include an _id');
  const { _id, ...fields } = spec;
  const id = compileExpression(_id);
  const parts = Object.entries(fields).map(([name, accumulator]) => {
    const [operator] = isDocument(accumulator) ? Object.keys(accumulator) : [];
    if (operator === undefined) throw new MongoError(40234, `The field '${name}' must be an accumulator object`);
    const accumulate = accumulators[operator];
    if (!accumulate) throw notSupported(`the accumulator ${operator}`);
    return { name, accumulate, value: compileExpression((accumulator as Document)[operator]) };
  });
  const groups = new Map<string, { id: unknown; members: Document[] }>();
  for (const document of documents) {
    const value = id(document) ?? null;
    const key = keyOf(value);
    const group = groups.get(key) ?? { id: value, members: [] };
    group.members.push(document);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => {
    const result: Document = { _id: group.id };
    for (const { name, accumulate, value } of parts) setField(result, name, accumulate(group.members.map(value)));
    return result;
  });
}
