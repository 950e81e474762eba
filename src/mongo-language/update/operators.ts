import { Int32, Long } from 'bson';
import { collationOf, type Variables } from '../expression/variables.js';
import { combine } from '../values/arithmetic.js';
import { entriesOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { compareValues } from '../values/order.js';
import { isDocument, isNumber, typeAlias } from '../values/values.js';
import { addToSet, pop, pull, pullAll } from './array-operators.js';
import { push } from './push.js';
import { nextTimestamp } from './storable.js';
import type { Edit } from './tree.js';

/** Reads the argument of an operator for one path; what is ill-formed in it is an error before any document is seen. */
export type MakeEdit = (argument: unknown, path: string, variables: Variables) => Edit;

function arithmetic(operator: '$inc' | '$mul', operation: 'add' | 'multiply'): MakeEdit {
  return (argument, path) => {
    if (!isNumber(argument))
      throw new MongoError(
        14,
        `Cannot ${operator === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${path}: ${argument}}`,
      );
    return (value) => {
      if (value === undefined) return operation === 'add' ? argument : combine(argument, new Int32(0), operation);
      if (!isNumber(value))
        throw new MongoError(
          14,
          `Cannot apply ${operator} to a value of non-numeric type. The field '${path}' has type ${typeAlias(value)}`,
        );
      const result = combine(value, argument, operation);
      if (result) return result;
      throw new MongoError(
        2,
        `Failed to apply ${operator} operations to current value: it does not fit a 64-bit integer`,
      );
    };
  };
}

const bounded =
  (sign: 1 | -1): MakeEdit =>
  (argument, _path, variables) =>
  (value) =>
    value === undefined || compareValues(argument, value, collationOf(variables)) * sign > 0 ? argument : value;

const currentDate: MakeEdit = (argument) => {
  if (typeof argument === 'boolean') return () => new Date();
  if (!isDocument(argument))
    throw new MongoError(
      2,
      `${typeAlias(argument)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
  const unknown = Object.keys(argument).find((name) => name !== '$type');
  if (unknown !== undefined) throw new MongoError(2, `Unrecognized $currentDate option: ${unknown}`);
  if (argument.$type === 'timestamp') return () => nextTimestamp();
  if (argument.$type === 'date') return () => new Date();
  throw new MongoError(
    2,
    "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
  );
};

const bitwise: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

const isInteger = (value: unknown): value is Int32 | Long =>
  value instanceof Int32 || (value instanceof Long && isNumber(value));

const bit: MakeEdit = (argument, path) => {
  if (!isDocument(argument))
    throw new MongoError(
      2,
      `The $bit modifier is not compatible with a ${typeAlias(argument)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  const steps = entriesOf(argument).map(([name, operand]) => readBit(name, operand));
  if (steps.length === 0)
    throw new MongoError(
      2,
      `You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}`,
    );
  return (value = new Int32(0)) => {
    if (!isInteger(value))
      throw new MongoError(
        2,
        `Cannot apply $bit to a value of non-integral type. The field '${path}' has type ${typeAlias(value)}`,
      );
    return steps.reduce<Int32 | Long>((current, step) => step(current), value);
  };
};

function readBit(name: string, operand: unknown): (value: Int32 | Long) => Int32 | Long {
  const combineBits = Object.hasOwn(bitwise, name) ? bitwise[name] : undefined;
  if (!combineBits)
    throw new MongoError(
      2,
      `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator`,
    );
  if (!isInteger(operand))
    throw new MongoError(2, `The $bit modifier field must be an Integer(32/64 bit); a '${typeAlias(operand)}' is not`);
  return (value) => {
    const result = combineBits(BigInt(value.toString()), BigInt(operand.toString()));
    if (value instanceof Int32 && operand instanceof Int32) return new Int32(Number(result));
    return Long.fromBigInt(BigInt.asIntN(64, result));
  };
}

/**
 * The field update operators: an argument gives the edit of the value at the field. `$rename` moves, so it is not here.
 */
export const updateOperators: Readonly<Record<string, MakeEdit>> = {
  $set: (argument) => () => argument,
  $setOnInsert:
    (argument) =>
    (value, { isInsert }) =>
      isInsert ? argument : value,
  $unset: () => () => undefined,
  $inc: arithmetic('$inc', 'add'),
  $mul: arithmetic('$mul', 'multiply'),
  $min: bounded(-1),
  $max: bounded(1),
  $bit: bit,
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
  $currentDate: currentDate,
};
