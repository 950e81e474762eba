import { type Document, Int32 } from 'bson';
import { compileExpression } from '../expression/expression.js';
import { distinct, mergeObjects } from '../expression/functions/arrays.js';
import { countOf, extremeN, readN } from '../expression/functions/first-n.js';
import { collationOf, type Variables } from '../expression/variables.js';
import { sortDocuments } from '../path/sort.js';
import { averageOf, deviationOf, sumOf } from '../values/arithmetic.js';
import type { Collation } from '../values/collation.js';
import { entriesOf, setField } from '../values/document.js';
import { MongoError, notSupported } from '../values/errors.js';
import { greatest, least } from '../values/order.js';
import { isDocument } from '../values/values.js';

/** What is made of the documents of one group; `id` is what the group has in common. */
type Accumulate = (members: readonly Document[], id: unknown) => unknown;

const present = (values: readonly unknown[]) => values.filter((value) => value !== undefined);

/** The accumulators that fold the values of one expression. */
const folds: Readonly<Record<string, (values: readonly unknown[], collation: Collation | undefined) => unknown>> = {
  $sum: sumOf,
  $avg: averageOf,
  $min: least,
  $max: greatest,
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: present,
  $addToSet: (values, collation) => distinct(present(values), collation),
  $mergeObjects: mergeObjects,
  $stdDevPop: (values) => deviationOf(values, 'population'),
  $stdDevSamp: (values) => deviationOf(values, 'sample'),
};

/** `$firstN` and its kin: the first, last, least or greatest of the values of `input`. */
function compileN(operator: string, argument: unknown, variables: Variables): Accumulate {
  const { n, input } = readN(operator, argument);
  const count = compileExpression(n, variables);
  const value = compileExpression(input, variables);
  const collation = collationOf(variables);
  return (members, id) => {
    const most = countOf(count({ _id: id }));
    const values = members.map(value);
    if (operator === '$firstN') return values.slice(0, most).map((member) => member ?? null);
    if (operator === '$lastN') return values.slice(-most).map((member) => member ?? null);
    return extremeN(values, most, operator === '$maxN' ? -1 : 1, collation);
  };
}

const topArguments = new Set(['n', 'sortBy', 'output']);

/** `$top`, `$bottom`, `$topN` and `$bottomN`: outputs of the documents that come first or last in an order. */
function compileTop(operator: string, argument: unknown, variables: Variables): Accumulate {
  if (!isDocument(argument))
    throw new MongoError(5788001, `specification must be an object; found ${operator}: ${argument}`);
  const takesMany = operator.endsWith('N');
  const unknown = Object.keys(argument).find((name) => !topArguments.has(name) || (name === 'n' && !takesMany));
  if (unknown !== undefined) throw new MongoError(5788002, `Unknown argument to ${operator} '${unknown}'`);
  if (takesMany && argument.n === undefined) throw new MongoError(5788003, "Missing value for 'n'");
  if (argument.output === undefined) throw new MongoError(5788004, "Missing value for 'output'");
  if (argument.sortBy === undefined) throw new MongoError(5788005, "Missing value for 'sortBy'");
  const { sortBy } = argument;
  if (!isDocument(sortBy)) throw new MongoError(5788604, "expected 'sortBy' to already be an object in the arguments");
  const count = takesMany ? compileExpression(argument.n, variables) : undefined;
  const output = compileExpression(argument.output, variables);
  const collation = collationOf(variables);
  const isTop = operator.startsWith('$top');
  return (members, id) => {
    const most = count ? countOf(count({ _id: id })) : 1;
    const sorted = sortDocuments(members, sortBy, (member) => member, { collation });
    const found = (isTop ? sorted.slice(0, most) : sorted.slice(-most)).map((member) => output(member) ?? null);
    return takesMany ? found : (found[0] ?? null);
  };
}

function compileCount(argument: unknown): Accumulate {
  if (!isDocument(argument) || Object.keys(argument).length > 0)
    throw new MongoError(5765100, '$count takes no arguments, i.e. $count:{}');
  return (members) => new Int32(members.length);
}

const refused = /^\$(accumulator|median|percentile)$/;

function compileAccumulator(operator: string, argument: unknown, variables: Variables): Accumulate {
  if (/^\$(first|last|min|max)N$/.test(operator)) return compileN(operator, argument, variables);
  if (/^\$(top|bottom)N?$/.test(operator)) return compileTop(operator, argument, variables);
  if (operator === '$count') return compileCount(argument);
  const fold = Object.hasOwn(folds, operator) ? folds[operator] : undefined;
  if (!fold)
    throw refused.test(operator)
      ? notSupported(`the accumulator ${operator}`, operator)
      : new MongoError(15952, `unknown group operator '${operator}'`);
  if (Array.isArray(argument) && argument.length !== 1)
    throw new MongoError(40237, `The ${operator} accumulator is a unary operator`);
  const value = compileExpression(Array.isArray(argument) ? argument[0] : argument, variables);
  const collation = collationOf(variables);
  return (members) => fold(members.map(value), collation);
}

/** Compiles the fields of `$group`, `$bucket` and `$bucketAuto`: what is made of the documents of one group. */
export function compileAccumulators(
  fields: Document,
  variables: Variables,
): (members: readonly Document[], id: unknown) => Document {
  const parts = entriesOf(fields).map(([name, accumulator]) => {
    if (name.includes('.')) throw new MongoError(40235, `The field name '${name}' cannot contain '.'`);
    if (name.startsWith('$')) throw new MongoError(40236, `The field name '${name}' cannot be an operator name`);
    const [operator, ...others] = isDocument(accumulator) ? Object.keys(accumulator) : [];
    if (!isDocument(accumulator) || !operator?.startsWith('$'))
      throw new MongoError(40234, `The field '${name}' must be an accumulator object`);
    if (others.length > 0) throw new MongoError(40238, `The field '${name}' must specify one accumulator`);
    return { name, accumulate: compileAccumulator(operator, accumulator[operator], variables) };
  });
  return (members, id) => {
    const result: Document = {};
    for (const { name, accumulate } of parts) setField(result, name, accumulate(members, id));
    return result;
  };
}
