import type { Document } from 'bson';
import { collationOf, type Variables } from '../expression/variables.js';
import { sortDocuments } from '../path/sort.js';
import type { Collation } from '../values/collation.js';
import { entriesOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { compareValues } from '../values/order.js';
import { isDocument, isNumber, toJsNumber, typeAlias } from '../values/values.js';
import type { Edit } from './tree.js';

type Members = readonly unknown[];

function wholeNumber(name: string, value: unknown): number {
  if (!isNumber(value))
    throw new MongoError(2, `The value for ${name} must be an integer value but was given type: ${typeAlias(value)}`);
  const number = toJsNumber(value);
  if (!Number.isInteger(number))
    throw new MongoError(2, `The value for ${name} must be an integer value, not ${number}`);
  return number;
}

function readDirection(value: unknown): 1 | -1 {
  const direction = isNumber(value) ? toJsNumber(value) : 0;
  if (direction === 1 || direction === -1) return direction;
  throw new MongoError(2, 'The $sort element value must be either 1 or -1');
}

/** `$sort`, of whole members or by their fields. */
function readSort(sort: unknown, collation: Collation | undefined): (members: Members) => Members {
  if (!isDocument(sort)) {
    if (!isNumber(sort))
      throw new MongoError(
        2,
        'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
      );
    const direction = readDirection(sort);
    return (members) => members.toSorted((a, b) => compareValues(a, b, collation) * direction);
  }
  const fields = entriesOf(sort);
  if (fields.length === 0) throw new MongoError(2, 'The $sort pattern is empty when it should be a set of fields.');
  for (const [path, direction] of fields) {
    readDirection(direction);
    if (path === '') throw new MongoError(2, 'The $sort field cannot be empty');
    if (path.split('.').includes(''))
      throw new MongoError(2, `The $sort field is a dotted field but has an empty part: ${path}`);
  }
  return (members) => sortDocuments(members, sort, (member) => (isDocument(member) ? member : {}), { collation });
}

interface Clauses {
  readonly each: Members;
  readonly position: number | undefined;
  readonly slice: number | undefined;
  readonly sort: ((members: Members) => Members) | undefined;
}

const known = ['$each', '$position', '$slice', '$sort'];

/** `{$each: […], …}`; any other argument is the one value to push. */
function readClauses(argument: unknown, variables: Variables): Clauses {
  if (!isDocument(argument) || !Object.hasOwn(argument, '$each'))
    return { each: [argument], position: undefined, slice: undefined, sort: undefined };
  const { $each, $position, $slice, $sort } = argument as Document;
  const unknown = Object.keys(argument).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new MongoError(2, `Unrecognized clause in $push: ${unknown}`);
  if (!Array.isArray($each))
    throw new MongoError(2, `The argument to $each in $push must be an array but it was of type: ${typeAlias($each)}`);
  return {
    each: $each,
    position: $position === undefined ? undefined : wholeNumber('$position', $position),
    slice: $slice === undefined ? undefined : wholeNumber('$slice', $slice),
    sort: $sort === undefined ? undefined : readSort($sort, collationOf(variables)),
  };
}

/** `$push`: members in, at a place, then sorted, then cut. */
export function push(argument: unknown, path: string, variables: Variables): Edit {
  const { each, position, slice, sort } = readClauses(argument, variables);
  return (value = []) => {
    if (!Array.isArray(value))
      throw new MongoError(2, `The field '${path}' must be an array but is of type ${typeAlias(value)}`);
    const added = value.toSpliced(position ?? value.length, 0, ...each);
    const sorted = sort ? sort(added) : added;
    if (slice === undefined) return sorted;
    return slice >= 0 ? sorted.slice(0, slice) : sorted.slice(slice);
  };
}
