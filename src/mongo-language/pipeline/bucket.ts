import { type Document, Int32 } from 'bson';
import { compileExpression } from '../expression/expression.js';
import { collationOf, type Variables } from '../expression/variables.js';
import type { Collation } from '../values/collation.js';
import { MongoError } from '../values/errors.js';
import { compareValues, orderOf, rankOf } from '../values/order.js';
import { isDocument } from '../values/values.js';
import { compileGroup } from './group.js';

const count = { count: { $sum: new Int32(1) } };

/** `groupBy` must depend on the document: a path or an expression. */
export function refuseGroupBy(stage: string, groupBy: unknown, code: number): void {
  const isExpression = (typeof groupBy === 'string' && groupBy.startsWith('$')) || isDocument(groupBy);
  if (!isExpression)
    throw new MongoError(
      code,
      `The ${stage} 'groupBy' field must be defined as a $-prefixed path or an expression, but found: ${groupBy}.`,
    );
}

/** The value of an expression that no document has a part in. Throws for any other. */
function constant(expression: unknown, variables: Variables, error: () => MongoError): unknown {
  const mentionsDocument = (part: unknown): boolean => {
    if (typeof part === 'string') return part.startsWith('$');
    if (Array.isArray(part)) return part.some(mentionsDocument);
    return isDocument(part) && !('$literal' in part) && Object.values(part).some(mentionsDocument);
  };
  if (mentionsDocument(expression)) throw error();
  return compileExpression(expression, variables)({});
}

function readBoundaries(given: unknown, variables: Variables): readonly unknown[] {
  if (!Array.isArray(given))
    throw new MongoError(40200, "The $bucket 'boundaries' field must be an array, but found another type");
  const boundaries = given.map((boundary) =>
    constant(
      boundary,
      variables,
      () => new MongoError(40191, "The $bucket 'boundaries' field must be an array of constant values"),
    ),
  );
  if (boundaries.length < 2)
    throw new MongoError(40192, "The $bucket 'boundaries' field must have at least 2 values, but found fewer");
  const collation = collationOf(variables);
  for (const [index, upper] of boundaries.slice(1).entries()) {
    const lower = boundaries[index];
    if (rankOf(lower) !== rankOf(upper))
      throw new MongoError(40193, "All values in the the 'boundaries' option to $bucket must have the same type.");
    if (compareValues(lower, upper, collation) >= 0)
      throw new MongoError(
        40194,
        "The 'boundaries' option to $bucket must be sorted, but elements are not in ascending order",
      );
  }
  return boundaries;
}

function readDefault(given: unknown, boundaries: readonly unknown[], variables: Variables): unknown {
  if (given === undefined) return undefined;
  const collation: Collation | undefined = collationOf(variables);
  const value = constant(
    given,
    variables,
    () => new MongoError(40195, "The $bucket 'default' field must be a constant expression"),
  );
  const isInside =
    compareValues(value, boundaries[0], collation) >= 0 && compareValues(value, boundaries.at(-1), collation) < 0;
  if (isInside)
    throw new MongoError(
      40199,
      "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.",
    );
  return value;
}

const known = new Set(['groupBy', 'boundaries', 'default', 'output']);

/** `$bucket`: each document into the range between two boundaries that its value is in, or the default one. */
export function compileBucket(spec: unknown, variables: Variables): (documents: readonly Document[]) => Document[] {
  if (!isDocument(spec)) throw new MongoError(40201, 'Argument to $bucket stage must be an object');
  const unknown = Object.keys(spec).find((name) => !known.has(name));
  if (unknown !== undefined) throw new MongoError(40197, `Unrecognized option to $bucket: ${unknown}.`);
  if (spec.groupBy === undefined || spec.boundaries === undefined)
    throw new MongoError(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
  refuseGroupBy('$bucket', spec.groupBy, 40202);
  const output = spec.output ?? count;
  if (!isDocument(output)) throw new MongoError(40196, "The $bucket 'output' field must be an object");
  const boundaries = readBoundaries(spec.boundaries, variables);
  const fallback = readDefault(spec.default, boundaries, variables);
  const literal = (value: unknown) => ({ $literal: value });
  const branches = boundaries.slice(0, -1).map((boundary, index) => ({
    case: {
      $and: [{ $gte: [spec.groupBy, literal(boundary)] }, { $lt: [spec.groupBy, literal(boundaries[index + 1])] }],
    },
    // biome-ignore lint/suspicious/noThenProperty: the name of the field in MongoDB's language
    then: literal(boundary),
  }));
  const otherwise = fallback === undefined ? {} : { default: literal(fallback) };
  const group = compileGroup({ _id: { $switch: { branches, ...otherwise } }, ...output }, variables);
  const collation = collationOf(variables);
  return (documents) => group(documents).toSorted((a, b) => orderOf(a._id, b._id, collation));
}
