import { BSONRegExp, type Document } from 'bson';
import type { Collation } from '../values/collation.js';
import { entriesOf } from '../values/document.js';
import { MongoError, notSupported } from '../values/errors.js';
import { isDocument, isNumber, toJsNumber } from '../values/values.js';
import { equalTo, matchesRegex, memberOf } from './equality.js';
import { type Leaf, leafOperators } from './leaf-operators.js';
import { isOperators } from './operators.js';

/** Where in an array a query found its match: the member that `$` stands for in an update or a projection. */
export interface Match {
  index?: number | undefined;
}

/** A test of one value alone, which is not entered; some tests tell where in an array they found it. */
type Single = (value: unknown, match?: Match) => boolean;

/** What one operator says of a path. */
export type Condition =
  | {
      readonly kind: 'value';
      readonly test: Single;
      /** Do the members of an array at the end of the path count, too? */
      readonly entersLast: boolean;
      readonly rank: number;
    }
  | { readonly kind: 'not'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'never' };

/**
 * The order in which mongod sorts the conditions of a query before it matches (the enumeration MatchType in its
 * expression.h).
 */
const ranks = ['$elemMatch', '$size', '$eq', '$lte', '$lt', '$gt', '$gte', '$regex', '$mod', '$exists', '$in'];
export const rankOfOperator = (operator: string) => {
  const rank = ranks.indexOf(operator);
  return rank < 0 ? ranks.length : rank;
};

/** Compiles a filter for the documents in an array, as `$elemMatch` needs it. */
export type CompileMembers = (filter: Document) => (document: Document) => boolean;

interface Surroundings {
  readonly collation: Collation | undefined;
  readonly compileMembers: CompileMembers;
}

const onValue = (operator: string, test: Single, entersLast = true): Condition => ({
  kind: 'value',
  test,
  entersLast,
  rank: rankOfOperator(operator),
});

/**
 * Reads what a filter says of one path: a value, a regular expression, or operators. Throws MongoError for what is
 * ill-formed or not supported.
 */
export function readConditions(condition: unknown, surroundings: Surroundings): readonly Condition[] {
  if (condition instanceof BSONRegExp) return [onValue('$regex', matchesRegex(condition))];
  if (!isOperators(condition)) return [onValue('$eq', equalTo(condition, surroundings.collation))];
  return entriesOf(condition).flatMap(([operator, argument]) => {
    if (operator !== '$options') return readOperator(operator, argument, condition, surroundings);
    if (!('$regex' in condition)) throw new MongoError(2, '$options needs a $regex');
    return [];
  });
}

function readOperator(
  operator: string,
  argument: unknown,
  siblings: Document,
  surroundings: Surroundings,
): readonly Condition[] {
  const { collation } = surroundings;
  switch (operator) {
    case '$eq':
      return [onValue(operator, equalTo(argument, collation))];
    case '$ne':
      if (argument instanceof BSONRegExp) throw new MongoError(2, "Can't have regex as arg to $ne.");
      return [{ kind: 'not', conditions: [onValue('$eq', equalTo(argument, collation))] }];
    case '$in':
      return [onValue(operator, memberOf(operator, argument, collation))];
    case '$nin':
      return [{ kind: 'not', conditions: [onValue('$in', memberOf(operator, argument, collation))] }];
    case '$not':
      return [{ kind: 'not', conditions: readNot(argument, surroundings) }];
    case '$exists': {
      const exists = onValue(operator, (value) => value !== undefined);
      return [isTrue(argument) ? exists : { kind: 'not', conditions: [exists] }];
    }
    case '$all':
      return readAll(argument, surroundings);
    case '$elemMatch':
      return [readElemMatch(argument, surroundings)];
    default: {
      const leaf = Object.hasOwn(leafOperators, operator) ? leafOperators[operator] : undefined;
      if (!leaf) throw unknownOperator(operator);
      const { test, entersLast } = leaf(argument, siblings, collation);
      return [onValue(operator, test, entersLast)];
    }
  }
}

const isTrue = (value: unknown) => value !== false && value !== null && !(isNumber(value) && toJsNumber(value) === 0);

function unknownOperator(operator: string): MongoError {
  if (/^\$(near|nearSphere|geoWithin|geoIntersects|within|maxDistance|minDistance|geometry)$/.test(operator))
    return notSupported(operator, 'geo query');
  return new MongoError(2, `unknown operator: ${operator}`);
}

function readNot(argument: unknown, surroundings: Surroundings): readonly Condition[] {
  if (isDocument(argument) && Object.keys(argument).length === 0) throw new MongoError(2, '$not cannot be empty');
  if (argument instanceof BSONRegExp) return readConditions(argument, surroundings);
  if (!isDocument(argument)) throw new MongoError(2, '$not needs a regex or a document');
  if (!isOperators(argument)) throw new MongoError(2, `unknown operator: ${Object.keys(argument)[0]}`);
  return readConditions(argument, surroundings);
}

function readAll(argument: unknown, surroundings: Surroundings): readonly Condition[] {
  if (!Array.isArray(argument)) throw new MongoError(2, '$all needs an array');
  if (argument.length === 0) return [{ kind: 'never' }];
  const first = argument[0];
  if (isOperators(first) && !('$elemMatch' in first)) throw new MongoError(2, 'no $ expressions in $all');
  const areElemMatches = isOperators(first);
  return argument.map((member) => {
    if (isOperators(member) && '$elemMatch' in member && areElemMatches)
      return readElemMatch(member.$elemMatch, surroundings);
    if (areElemMatches) throw new MongoError(2, '$all/$elemMatch has to be consistent');
    if (isOperators(member)) throw new MongoError(2, 'no $ expressions in $all');
    if (member instanceof BSONRegExp) return onValue('$regex', matchesRegex(member));
    return onValue('$eq', equalTo(member, surroundings.collation));
  });
}

const logical = /^\$(and|or|nor|where|expr|comment)$/;

function readElemMatch(argument: unknown, surroundings: Surroundings): Condition {
  if (!isDocument(argument)) throw new MongoError(2, '$elemMatch needs an Object');
  const ofValues = isOperators(argument) && !logical.test(Object.keys(argument)[0] ?? '');
  const test = ofValues
    ? (
        (conditions) => (member: unknown) =>
          conditions.every((condition) => holdsOf(condition, member))
      )(readConditions(argument, surroundings))
    : onDocuments(surroundings.compileMembers(argument));
  return onValue(
    '$elemMatch',
    (value, match) => {
      if (!Array.isArray(value)) return false;
      const index = value.findIndex(test);
      if (match && index >= 0) match.index = index;
      return index >= 0;
    },
    false,
  );
}

/** A member that is an array is to `$elemMatch` a document with the fields 0, 1, 2 and so on. */
function onDocuments(predicate: (document: Document) => boolean): Leaf {
  return (member) => (Array.isArray(member) ? predicate({ ...member }) : isDocument(member) && predicate(member));
}

/** A condition held against a value itself: a member of an array, which is not entered again. */
function holdsOf(condition: Condition, value: unknown): boolean {
  if (condition.kind === 'value') return condition.test(value);
  return condition.kind === 'not' && !condition.conditions.every((part) => holdsOf(part, value));
}
