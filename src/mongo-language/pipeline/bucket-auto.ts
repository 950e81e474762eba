import { type Document, Int32 } from 'bson';
import { compileExpression } from '../expression/expression.js';
import { collationOf, type Variables } from '../expression/variables.js';
import { MongoError, notSupported } from '../values/errors.js';
import { compareValues } from '../values/order.js';
import { isDocument, isNumber, toJsNumber } from '../values/values.js';
import { compileAccumulators } from './accumulators.js';
import { refuseGroupBy } from './bucket.js';

const known = new Set(['groupBy', 'buckets', 'output', 'granularity']);

function readCount(given: unknown): number {
  if (!isNumber(given)) throw new MongoError(40241, "The $bucketAuto 'buckets' field must be a numeric value");
  const buckets = toJsNumber(given);
  if (!Number.isInteger(buckets) || buckets >= 2 ** 31)
    throw new MongoError(40242, "The $bucketAuto 'buckets' field must be representable as a 32-bit integer");
  if (buckets <= 0) throw new MongoError(40243, "The $bucketAuto 'buckets' field must be greater than 0");
  return buckets;
}

interface Keyed {
  readonly value: unknown;
  readonly document: Document;
}

/**
 * `$bucketAuto`: buckets of about the same size, of which none cuts equal values apart. Each ends where the next
 * begins; the last one takes the rest and ends at its greatest value (mongod's document_source_bucket_auto.cpp).
 */
export function compileBucketAuto(spec: unknown, variables: Variables): (documents: readonly Document[]) => Document[] {
  if (!isDocument(spec)) throw new MongoError(40240, 'The argument to $bucketAuto must be an object');
  const unknown = Object.keys(spec).find((name) => !known.has(name));
  if (unknown !== undefined) throw new MongoError(40245, `Unrecognized option to $bucketAuto: ${unknown}.`);
  if (spec.groupBy === undefined || spec.buckets === undefined)
    throw new MongoError(40246, "$bucketAuto requires 'groupBy' and 'buckets' to be specified");
  refuseGroupBy('$bucketAuto', spec.groupBy, 40239);
  const buckets = readCount(spec.buckets);
  const { output = { count: { $sum: new Int32(1) } } } = spec;
  if (!isDocument(output)) throw new MongoError(40244, "The $bucketAuto 'output' field must be an object");
  if (spec.granularity !== undefined) throw notSupported('$bucketAuto with a granularity');
  const groupBy = compileExpression(spec.groupBy, variables);
  const accumulate = compileAccumulators(output, variables);
  const collation = collationOf(variables);
  return (documents) => {
    const sorted: Keyed[] = documents
      .map((document) => ({ document, value: groupBy(document) ?? null }))
      .sort((a, b) => compareValues(a.value, b.value, collation));
    const size = Math.max(1, Math.round(sorted.length / buckets));
    const made: Document[] = [];
    for (let start = 0; start < sorted.length; ) {
      let end = made.length === buckets - 1 ? sorted.length : Math.min(start + size, sorted.length);
      while (end < sorted.length && compareValues(sorted[end]?.value, sorted[end - 1]?.value, collation) === 0) end++;
      const members = sorted.slice(start, end);
      const _id = { min: members[0]?.value, max: (sorted[end] ?? sorted[end - 1])?.value };
      made.push({
        _id,
        ...accumulate(
          members.map(({ document }) => document),
          _id,
        ),
      });
      start = end;
    }
    return made;
  };
}
