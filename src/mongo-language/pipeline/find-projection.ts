import type { Document } from 'bson';
import type { Variables } from '../expression/variables.js';
import type { Match } from '../filter/conditions.js';
import { compileFilter } from '../filter/filter.js';
import { editAt, remove } from '../path/edit.js';
import { fieldOf } from '../values/document.js';
import { MongoError, notSupported } from '../values/errors.js';
import { isNumber, toJsNumber } from '../values/values.js';

// The three projections that `find` has and `$project` has not.

type Step = (document: Document) => Document;

/** `{a: {$slice: 2}}` or `{$slice: [skip, count]}` of `find`. */
export function slice(path: string, argument: unknown): Step {
  const numbers = (Array.isArray(argument) ? argument : [argument]).map((n) =>
    isNumber(n) ? toJsNumber(n) : Number.NaN,
  );
  if (path.includes('.')) throw notSupported('$slice of a path in a projection');
  if (numbers.length > 2 || numbers.some((n) => !Number.isInteger(n)) || (numbers[1] ?? 1) <= 0)
    throw new MongoError(28667, '$slice needs one or two whole numbers');
  const [first = 0, count] = numbers;
  return (document) => {
    const value = fieldOf(document, path);
    if (!Array.isArray(value)) return document;
    const start = first < 0 ? Math.max(0, value.length + first) : first;
    const end = count === undefined ? (first < 0 ? undefined : first) : start + count;
    return { ...document, [path]: value.slice(count === undefined && first >= 0 ? 0 : start, end) };
  };
}

/** `{a: {$elemMatch: …}}` of `find`: the first member that matches, alone; nothing where there is none. */
export function elemMatch(path: string, argument: unknown, variables: Variables): (document: Document) => unknown {
  if (path.includes('.')) throw new MongoError(31275, 'Cannot use $elemMatch projection on a nested field');
  const matches = compileFilter({ member: { $elemMatch: argument } }, variables);
  return (document) => {
    const members = fieldOf(document, path);
    const found = Array.isArray(members) ? members.find((member) => matches({ member: [member] })) : undefined;
    return found === undefined ? undefined : [found];
  };
}

/** `{'a.$': 1}` of `find`: of the array the member that the query matched. */
export function positional(path: string, filter: Document, variables: Variables): Step {
  const parts = path.split('.');
  const matches = compileFilter(filter, variables);
  return (document) => {
    const match: Match = {};
    matches(document, match);
    if (match.index === undefined)
      throw new MongoError(51246, "positional operator '.$' couldn't find a matching element in the array");
    const { index } = match;
    return editAt(document, parts, (members) => {
      if (!Array.isArray(members)) return members === undefined ? remove : members;
      if (index < members.length) return [members[index]];
      throw new MongoError(51247, "positional operator '.$' element mismatch");
    });
  };
}
