import { BSONRegExp, type Document } from 'bson';
import { collationOf, type Variables } from '../expression/variables.js';
import { compileFilter } from '../filter/filter.js';
import { MongoError } from '../values/errors.js';
import { equal } from '../values/order.js';
import { isDocument, isNumber, toJsNumber, typeAlias } from '../values/values.js';
import type { Edit } from './tree.js';

// The operators that take members out of an array, and the one that adds those that are not there.

function readEach(argument: unknown): readonly unknown[] {
  if (!isDocument(argument) || Object.keys(argument)[0] !== '$each') return [argument];
  const { $each, ...others } = argument as Document;
  if (!Array.isArray($each))
    throw new MongoError(
      14,
      `The argument to $each in $addToSet must be an array but it was of type ${typeAlias($each)}`,
    );
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new MongoError(2, `Found unexpected fields after $each in $addToSet: ${unknown}`);
  return $each;
}

export function addToSet(argument: unknown, path: string, variables: Variables): Edit {
  const each = readEach(argument);
  const collation = collationOf(variables);
  return (value = []) => {
    if (!Array.isArray(value))
      throw new MongoError(
        2,
        `Cannot apply $addToSet to non-array field. Field named '${path}' has non-array type ${typeAlias(value)}`,
      );
    const members = [...value];
    for (const added of each) if (!members.some((member) => equal(member, added, collation))) members.push(added);
    return members;
  };
}

/** Is this member of an array to go? */
type Matches = (member: unknown) => boolean;

/** The operators that a filter takes under a path; any others, as `$or`, are about whole documents. */
const underPath =
  /^\$(eq|ne|gt|gte|lt|lte|in|nin|mod|size|exists|type|elemMatch|all|regex|options|bits(AllSet|AllClear|AnySet|AnyClear))$/;

/**
 * `$pull` takes a condition of the member's value, a filter of members that are documents, or a value to be equal to.
 */
function readCondition(argument: unknown, variables: Variables): Matches {
  if (argument instanceof BSONRegExp || (isDocument(argument) && underPath.test(Object.keys(argument)[0] ?? ''))) {
    const matches = compileFilter({ value: argument }, variables);
    return (member) => matches({ value: member });
  }
  if (isDocument(argument)) {
    const matches = compileFilter(argument, variables);
    return (member) => isDocument(member) && matches(member);
  }
  const collation = collationOf(variables);
  return (member) => equal(member, argument, collation);
}

const without = (operator: string, value: unknown, matches: Matches): unknown => {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.filter((member) => !matches(member));
  throw new MongoError(2, `Cannot apply ${operator} to a non-array value`);
};

export function pull(argument: unknown, _path: string, variables: Variables): Edit {
  const matches = readCondition(argument, variables);
  return (value) => without('$pull', value, matches);
}

export function pullAll(argument: unknown, _path: string, variables: Variables): Edit {
  if (!Array.isArray(argument))
    throw new MongoError(2, `$pullAll requires an array argument but was given a ${typeAlias(argument)}`);
  const collation = collationOf(variables);
  const matches = (member: unknown) => argument.some((pulled) => equal(pulled, member, collation));
  return (value) => without('$pullAll', value, matches);
}

export function pop(argument: unknown, path: string): Edit {
  if (!isNumber(argument)) throw new MongoError(9, `Expected a number in: ${path}: ${argument}`);
  const end = toJsNumber(argument);
  if (!Number.isInteger(end)) throw new MongoError(9, `Expected an integer: ${path}: ${end}`);
  if (end !== 1 && end !== -1) throw new MongoError(9, `$pop expects 1 or -1, found: ${end}`);
  return (value) => {
    if (value === undefined) return undefined;
    if (!Array.isArray(value))
      throw new MongoError(14, `Path '${path}' contains an element of non-array type '${typeAlias(value)}'`);
    return end === 1 ? value.slice(0, -1) : value.slice(1);
  };
}
