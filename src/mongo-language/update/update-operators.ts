import { type Document, Int32, Timestamp } from 'bson';
import { compileFilter } from '../filter/filter.js';
import { type Edit, remove } from '../path/edit.js';
import { sortDocuments } from '../path/sort.js';
import { combine } from '../values/arithmetic.js';
import { MongoError } from '../values/errors.js';
import { compareValues, equal } from '../values/order.js';
import { isDocument, isNumber, toJsNumber, typeAlias } from '../values/values.js';

function needArray(operator: string, value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new MongoError(2, `The field must be an array but is of type ${typeAlias(value)} (${operator})`);
}

function arithmetic(operator: '$inc' | '$mul', operation: 'add' | 'multiply'): (argument: unknown) => Edit {
  return (argument) => {
    if (!isNumber(argument))
      throw new MongoError(14, `Cannot ${operator === '$inc' ? 'increment' : 'multiply'} with non-numeric argument`);
    return (value) => {
      if (value === undefined) return operation === 'add' ? argument : combine(argument, new Int32(0), operation);
      if (!isNumber(value))
        throw new MongoError(14, `Cannot apply ${operator} to a value of non-numeric type (${typeAlias(value)})`);
      const result = combine(value, argument, operation);
      if (result) return result;
      throw new MongoError(
        2,
        `Failed to apply ${operator} operations to current value: it does not fit a 64-bit integer`,
      );
    };
  };
}

function bounded(keep: (order: number) => boolean): (argument: unknown) => Edit {
  return (argument) => (value) => (value === undefined || keep(compareValues(argument, value)) ? argument : value);
}

/** `{$each: […]}` or a single value, with the other modifiers of `$push`. */
function readPush(argument: unknown): { each: readonly unknown[]; modifiers: Document } {
  if (!isDocument(argument) || !('$each' in argument)) return { each: [argument], modifiers: {} };
  const { $each, ...modifiers } = argument;
  if (!Array.isArray($each)) throw new MongoError(2, 'The argument to $each in $push must be an array');
  const unknown = Object.keys(modifiers).find((key) => !['$position', '$slice', '$sort'].includes(key));
  if (unknown) throw new MongoError(2, `Unrecognized clause in $push: ${unknown}`);
  return { each: $each, modifiers };
}

function wholeNumber(name: string, value: unknown): number {
  if (!isNumber(value) || !Number.isInteger(toJsNumber(value)))
    throw new MongoError(2, `The value for ${name} must be an integer value`);
  return toJsNumber(value);
}

function push(argument: unknown): Edit {
  const { each, modifiers } = readPush(argument);
  return (value) => {
    const old = needArray('$push', value);
    const position = '$position' in modifiers ? wholeNumber('$position', modifiers.$position) : old.length;
    let members = old.toSpliced(position, 0, ...each);
    const { $sort } = modifiers;
    if ($sort !== undefined) {
      members = isDocument($sort)
        ? sortDocuments(members, $sort, (member) => (isDocument(member) ? member : {}))
        : members.sort((a, b) => compareValues(a, b) * (isNumber($sort) ? toJsNumber($sort) : 1));
    }
    if (!('$slice' in modifiers)) return members;
    const slice = wholeNumber('$slice', modifiers.$slice);
    return slice >= 0 ? members.slice(0, slice) : members.slice(slice);
  };
}

function addToSet(argument: unknown): Edit {
  const { each, modifiers } = readPush(argument);
  if (Object.keys(modifiers).length > 0) throw new MongoError(2, '$addToSet takes only $each');
  return (value) => {
    const members = [...needArray('$addToSet', value)];
    for (const added of each) if (!members.some((member) => equal(member, added))) members.push(added);
    return members;
  };
}

function pull(argument: unknown): Edit {
  const operators = isDocument(argument) && Object.keys(argument)[0]?.startsWith('$');
  const matches = operators
    ? (() => {
        const filter = compileFilter({ value: argument });
        return (member: unknown) => filter({ value: member });
      })()
    : isDocument(argument)
      ? (() => {
          const filter = compileFilter(argument);
          return (member: unknown) => isDocument(member) && filter(member);
        })()
      : (member: unknown) => equal(member, argument);
  return (value) => (value === undefined ? remove : needArray('$pull', value).filter((member) => !matches(member)));
}

function pullAll(argument: unknown): Edit {
  if (!Array.isArray(argument)) throw new MongoError(2, '$pullAll requires an array argument');
  return (value) =>
    value === undefined
      ? remove
      : needArray('$pullAll', value).filter((member) => !argument.some((pulled) => equal(pulled, member)));
}

function pop(argument: unknown): Edit {
  const end = isNumber(argument) ? toJsNumber(argument) : 0;
  if (end !== 1 && end !== -1) throw new MongoError(9, '$pop expects 1 or -1');
  return (value) =>
    value === undefined
      ? remove
      : end === 1
        ? needArray('$pop', value).slice(0, -1)
        : needArray('$pop', value).slice(1);
}

function currentDate(argument: unknown): Edit {
  const type = isDocument(argument) ? argument.$type : 'date';
  if (type === 'timestamp') return () => new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
  if (type !== 'date') throw new MongoError(2, "The '$type' string field is required to be 'date' or 'timestamp'");
  return () => new Date();
}

/** The field update operators: an argument gives the edit of the value at the field. `$rename` moves, so it is not here. */
export const updateOperators: Readonly<Record<string, (argument: unknown) => Edit>> = {
  $set: (argument) => () => argument,
  $setOnInsert: (argument) => () => argument,
  $unset: () => () => remove,
  $inc: arithmetic('$inc', 'add'),
  $mul: arithmetic('$mul', 'multiply'),
  $min: bounded((order) => order < 0),
  $max: bounded((order) => order > 0),
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
  $currentDate: currentDate,
};
