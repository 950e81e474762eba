import { BSONRegExp, type Document } from 'bson';
import { truthy } from '../expression/binders.js';
import { compileExpression } from '../expression/expression.js';
import type { Variables } from '../expression/variables.js';
import { valuesAt } from '../path/path.js';
import { MongoError, notSupported } from '../values/errors.js';
import { keyOf } from '../values/key.js';
import { equal } from '../values/order.js';
import { regexTest } from '../values/regex.js';
import { isDocument } from '../values/values.js';
import { type Leaf, leafOperators } from './filter-operators.js';
import { isOperators } from './operators.js';

export type Predicate = (document: Document) => boolean;

/** Compiles a query filter. Throws MongoError for what is ill-formed or not supported. */
export function compileFilter(filter: Document, variables: Variables = {}): Predicate {
  const predicates = Object.entries(filter).flatMap(([key, condition]) => {
    if (key === '$comment') return [];
    return [key.startsWith('$') ? compileLogical(key, condition, variables) : compileField(key, condition)];
  });
  const [only] = predicates;
  if (only && predicates.length === 1) return only;
  return (document) => predicates.every((predicate) => predicate(document));
}

function compileLogical(operator: string, condition: unknown, variables: Variables): Predicate {
  if (['$where', '$text', '$jsonSchema', '$sampleRate'].includes(operator)) throw notSupported(operator);
  if (operator === '$expr') {
    const test = compileExpression(condition, variables);
    return (document) => truthy(test(document));
  }
  if (!['$and', '$or', '$nor'].includes(operator)) {
    throw new MongoError(
      2,
      `unknown top level operator: ${operator}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
    );
  }
  if (!Array.isArray(condition) || condition.length === 0)
    throw new MongoError(2, `${operator} argument must be a non-empty array`);
  const predicates = condition.map((branch) => {
    if (!isDocument(branch)) throw new MongoError(2, '$or/$and/$nor entries need to be full objects');
    return compileFilter(branch, variables);
  });
  if (operator === '$and') return (document) => predicates.every((predicate) => predicate(document));
  if (operator === '$or') return (document) => predicates.some((predicate) => predicate(document));
  return (document) => !predicates.some((predicate) => predicate(document));
}

function compileField(path: string, condition: unknown): Predicate {
  const test = compileCondition(condition);
  return (document) => test(valuesAt(document, path));
}

/** What a condition says of the values that its path reached. */
type Condition = (values: readonly unknown[]) => boolean;

function compileCondition(condition: unknown): Condition {
  if (condition instanceof BSONRegExp) return anyOf(matchesRegex(condition));
  if (!isOperators(condition)) return anyOf(equalTo(condition));
  const tests = Object.entries(condition).flatMap(([operator, argument]) => {
    if (operator === '$options') {
      if (!('$regex' in condition)) throw new MongoError(2, '$options needs a $regex');
      return [];
    }
    return [compileOperator(operator, argument, condition)];
  });
  return (values) => tests.every((test) => test(values));
}

function compileOperator(operator: string, argument: unknown, siblings: Document): Condition {
  switch (operator) {
    case '$eq':
      return anyOf(equalTo(argument));
    case '$ne':
      return not(anyOf(equalTo(argument)));
    case '$in':
      return anyOf(memberOf(operator, argument));
    case '$nin':
      return not(anyOf(memberOf(operator, argument)));
    case '$not':
      if (!isOperators(argument) && !(argument instanceof BSONRegExp))
        throw new MongoError(2, '$not needs a regex or a document');
      return not(compileCondition(argument));
    case '$exists': {
      const wanted = argument !== false && argument !== null && Number(argument) !== 0;
      return (values) => values.some((value) => value !== undefined) === wanted;
    }
    case '$all':
      return compileAll(argument);
    case '$elemMatch':
      return compileElemMatch(argument);
    default: {
      const leaf = leafOperators[operator];
      if (!leaf) throw unknownOperator(operator);
      const { test, entersArrays } = leaf(argument, siblings);
      return entersArrays ? anyOf(test) : (values) => values.some(test);
    }
  }
}

function unknownOperator(operator: string): MongoError {
  const known = [
    '$near',
    '$nearSphere',
    '$geoWithin',
    '$geoIntersects',
    '$bitsAllSet',
    '$bitsAnySet',
    '$bitsAllClear',
    '$bitsAnyClear',
  ];
  return known.includes(operator) ? notSupported(operator) : new MongoError(2, `unknown operator: ${operator}`);
}

/** True where a value, or a member of an array, passes. */
function anyOf(test: Leaf): Condition {
  return (values) => values.some((value) => test(value) || (Array.isArray(value) && value.some(test)));
}

function not(condition: Condition): Condition {
  return (values) => !condition(values);
}

function equalTo(wanted: unknown): Leaf {
  if (typeof wanted === 'string') return (value) => value === wanted;
  return (value) => equal(value, wanted);
}

function matchesRegex(wanted: BSONRegExp): Leaf {
  const test = regexTest(wanted.pattern, wanted.options);
  return (value) => test(value) || (value instanceof BSONRegExp && equal(value, wanted));
}

function memberOf(operator: string, members: unknown): Leaf {
  if (!Array.isArray(members)) throw new MongoError(2, `${operator} needs an array`);
  if (members.some(isOperators)) throw new MongoError(2, `cannot nest $ under ${operator}`);
  const regexes = members.filter((member) => member instanceof BSONRegExp).map(matchesRegex);
  const keys = new Set(
    members.filter((member) => !(member instanceof BSONRegExp)).map((member: unknown) => keyOf(member)),
  );
  return (value) => keys.has(keyOf(value)) || regexes.some((test) => test(value));
}

function compileAll(argument: unknown): Condition {
  if (!Array.isArray(argument)) throw new MongoError(2, '$all needs an array');
  if (argument.length === 0) return () => false;
  const tests = argument.map((member) => {
    if (isOperators(member)) {
      if (!('$elemMatch' in member)) throw new MongoError(2, 'no $ expressions in $all');
      return compileElemMatch(member.$elemMatch);
    }
    return anyOf(member instanceof BSONRegExp ? matchesRegex(member) : equalTo(member));
  });
  return (values) => tests.every((test) => test(values));
}

function compileElemMatch(argument: unknown): Condition {
  if (!isDocument(argument)) throw new MongoError(2, '$elemMatch needs an Object');
  const logical = ['$and', '$or', '$nor'].includes(Object.keys(argument)[0] ?? '');
  const test: Leaf =
    isOperators(argument) && !logical ? wrapMember(compileCondition(argument)) : onDocuments(compileFilter(argument));
  return (values) => values.some((value) => Array.isArray(value) && value.some(test));
}

/** A condition held against one member of an array, which is not entered again. */
function wrapMember(condition: Condition): Leaf {
  return (member) => condition([member]);
}

/** A member that is an array is to `$elemMatch` a document with the fields 0, 1, 2 and so on. */
function onDocuments(predicate: Predicate): Leaf {
  return (member) => (Array.isArray(member) ? predicate({ ...member }) : isDocument(member) && predicate(member));
}
