import { type Document, Int32 } from 'bson';
import { compileExpression } from '../expression/expression.js';
import { distinct, mergeObjects } from '../expression/functions/arrays.js';
import type { Variables } from '../expression/variables.js';
import { averageOf, sumOf } from '../values/arithmetic.js';
import { setField } from '../values/document.js';
import { MongoError, notSupported } from '../values/errors.js';
import { keyOf } from '../values/key.js';
import { greatest, least, orderOf } from '../values/order.js';
import { isDocument } from '../values/values.js';

const present = (values: readonly unknown[]) => values.filter((value) => value !== undefined);

/** What each accumulator makes of the values of its group. */
const accumulators: Readonly<Record<string, (values: readonly unknown[]) => unknown>> = {
  $sum: sumOf,
  $avg: averageOf,
  $min: least,
  $max: greatest,
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: present,
  $addToSet: (values) => distinct(present(values)),
  $mergeObjects: mergeObjects,
  $count: (values) => new Int32(values.length),
};

/** Compiles the fields of `$group` and `$bucket`: what is made of the documents of one group. */
function compileAccumulators(fields: Document, variables: Variables): (members: readonly Document[]) => Document {
  const parts = Object.entries(fields).map(([name, accumulator]) => {
    const [operator] = isDocument(accumulator) ? Object.keys(accumulator) : [];
    if (operator === undefined) throw new MongoError(40234, `The field '${name}' must be an accumulator object`);
    const accumulate = accumulators[operator];
    if (!accumulate) throw notSupported(`the accumulator ${operator}`);
    return { name, accumulate, value: compileExpression((accumulator as Document)[operator], variables) };
  });
  return (members) => {
    const result: Document = {};
    for (const { name, accumulate, value } of parts) setField(result, name, accumulate(members.map(value)));
    return result;
  };
}

/** The `$group` stage. */
export function compileGroup(spec: unknown, variables: Variables): (documents: readonly Document[]) => Document[] {
  if (!isDocument(spec)) throw new MongoError(15947, "a group's fields must be specified in an object");
  if (!('_id' in spec)) throw new MongoError(15955, 'a group specification must include an _id');
  const { _id, ...fields } = spec;
  const id = compileExpression(_id, variables);
  const accumulate = compileAccumulators(fields, variables);
  return (documents) => {
    const groups = new Map<string, { id: unknown; members: Document[] }>();
    for (const document of documents) {
      const value = id(document) ?? null;
      const key = keyOf(value);
      const group = groups.get(key) ?? { id: value, members: [] };
      group.members.push(document);
      groups.set(key, group);
    }
    return [...groups.values()].map((group) => ({ _id: group.id, ...accumulate(group.members) }));
  };
}

/** `$bucket`: each document into the range between two boundaries that its value is in, or the default one. */
export function compileBucket(spec: unknown, variables: Variables): (documents: readonly Document[]) => Document[] {
  const {
    groupBy,
    boundaries,
    default: fallback,
    output = { count: { $sum: new Int32(1) } },
    ...others
  } = spec as Document;
  if (Object.keys(others).length > 0) throw new MongoError(40197, 'Unrecognized option to $bucket');
  if (!Array.isArray(boundaries) || boundaries.length < 2)
    throw new MongoError(40192, "The $bucket 'boundaries' field must have at least 2 values");
  const branches = boundaries.slice(0, -1).map((boundary, index) => ({
    case: {
      $and: [{ $gte: [groupBy, { $literal: boundary }] }, { $lt: [groupBy, { $literal: boundaries[index + 1] }] }],
    },
    // biome-ignore lint/suspicious/noThenProperty: the name of the field in MongoDB's language
    then: { $literal: boundary },
  }));
  const otherwise = fallback === undefined ? {} : { default: { $literal: fallback } };
  const group = compileGroup({ _id: { $switch: { branches, ...otherwise } }, ...output }, variables);
  return (documents) => group(documents).toSorted((a, b) => orderOf(a._id, b._id));
}
