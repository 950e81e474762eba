import { BSONRegExp, type Document } from 'bson';
import type { Collation } from '../values/collation.js';
import { entriesOf } from '../values/document.js';
import { isDocument, isNumber, toJsNumber } from '../values/values.js';
import { bracketOf, everything, type Interval, point, union } from './intervals.js';
import { isOperators } from './operators.js';
import { prefixOf } from './regex-prefix.js';

/** What one condition of a filter says of the keys of a path. */
export interface Conjunct {
  /** Ascending and disjoint. Every document that matches has a key in one of them; others may, too. */
  readonly intervals: readonly Interval[];
  /**
   * Has every document with a key in them matched this condition? Then nothing need be tested again, where no array is
   * on the path.
   */
  readonly exact: boolean;
  /** Do only documents that have the field match, so that a sparse index will do? */
  readonly impliesExists: boolean;
  /**
   * Do the bounds hold strings (or documents and arrays, which may), so that only an index of the query's own collation
   * has them in order?
   */
  readonly holdsStrings: boolean;
}

/**
 * The conditions of one path, those that say something of keys. In `$elemMatch` they are about a member of an array.
 */
export function conjunctsOf(operators: Document, collation: Collation | undefined, inMember = false): Conjunct[] {
  return entriesOf(operators).flatMap(([operator, argument]) => {
    switch (operator) {
      case '$eq':
        // A member that is an array is no key of its own: only the path that leads to the whole array has it.
        return inMember && Array.isArray(argument) ? [] : [equalTo([argument], collation)];
      case '$in':
        return Array.isArray(argument) && !(inMember && argument.some(Array.isArray))
          ? [equalTo(argument, collation)]
          : [];
      case '$all':
        return Array.isArray(argument) && !inMember ? argument.flatMap((member) => allOf(member, collation)) : [];
      case '$gt':
      case '$gte':
      case '$lt':
      case '$lte':
        return rangeOf(operator, argument);
      case '$regex':
        return regexOf(argument, operators.$options, collation);
      case '$exists':
        return isTrue(argument) ? [existing] : [missing];
      default:
        return [];
    }
  });
}

const isTrue = (value: unknown) => value !== false && value !== null && !(isNumber(value) && toJsNumber(value) === 0);

const existing: Conjunct = { intervals: [everything], exact: false, impliesExists: true, holdsStrings: false };
const missing: Conjunct = { intervals: [point(null)], exact: false, impliesExists: false, holdsStrings: false };

function allOf(member: unknown, collation: Collation | undefined): Conjunct[] {
  return isOperators(member) ? [] : [equalTo([member], collation)];
}

const mayHoldStrings = (value: unknown) => typeof value === 'string' || Array.isArray(value) || isDocument(value);

/** The keys of documents with one of these values: of an array its first member is one, too. */
function equalTo(values: readonly unknown[], collation: Collation | undefined): Conjunct {
  const intervals = values.flatMap((value): Interval[] => {
    if (value instanceof BSONRegExp) return regexOf(value, undefined, collation)[0]?.intervals.slice() ?? [everything];
    if (value === null || value === undefined)
      return [{ low: undefined, lowInclusive: true, high: null, highInclusive: true }];
    if (!Array.isArray(value)) return [point(value)];
    return [point(value), value.length === 0 ? point(undefined) : point(value[0])];
  });
  return {
    intervals: union(intervals, collation),
    exact: values.every((value) => !Array.isArray(value) && !(value instanceof BSONRegExp) && value != null),
    impliesExists: values.every((value) => value !== null && value !== undefined),
    holdsStrings: values.some((value) => value instanceof BSONRegExp || mayHoldStrings(value)),
  };
}

function rangeOf(operator: '$gt' | '$gte' | '$lt' | '$lte', argument: unknown): Conjunct[] {
  const bracket = bracketOf(argument);
  if (!bracket)
    return argument === null && (operator === '$gte' || operator === '$lte') ? [equalTo([null], undefined)] : [];
  const inclusive = operator.endsWith('e');
  const interval = operator.startsWith('$g')
    ? { ...bracket, low: argument, lowInclusive: inclusive }
    : { ...bracket, high: argument, highInclusive: inclusive };
  return [{ intervals: [interval], exact: true, impliesExists: true, holdsStrings: mayHoldStrings(argument) }];
}

/** A regular expression that is anchored to a text keeps to the strings that begin with it; and it matches itself. */
function regexOf(regex: unknown, options: unknown, collation: Collation | undefined): Conjunct[] {
  const pattern = regex instanceof BSONRegExp ? regex.pattern : regex;
  const flags = options ?? (regex instanceof BSONRegExp ? regex.options : '');
  if (typeof pattern !== 'string' || typeof flags !== 'string') return [];
  const prefix = collation ? undefined : prefixOf(pattern, flags);
  const strings: Interval =
    prefix === undefined
      ? { low: '', lowInclusive: true, high: {}, highInclusive: false }
      : { low: prefix, lowInclusive: true, high: after(prefix), highInclusive: false };
  return [
    {
      intervals: [strings, point(new BSONRegExp(pattern, flags))],
      exact: false,
      impliesExists: true,
      // A collation puts no two strings into the order of their bytes, but keeps all strings together.
      holdsStrings: prefix !== undefined,
    },
  ];
}

/** The least text that comes after all with this beginning; the end of all strings where there is none. */
function after(prefix: string): unknown {
  const last = prefix.at(-1);
  if (last === undefined) return {};
  const next = last.charCodeAt(0) + 1;
  // Where the next code unit is a surrogate, UTF-16 and UTF-8 part ways: go to the end of the strings with the rest of
  // the beginning.
  if (next >= 0xd800) return after(prefix.slice(0, -1));
  return prefix.slice(0, -1) + String.fromCharCode(next);
}
