import { Int32 } from 'bson';
import { fractionOf } from '../values/compare-numbers.js';
import { documentOf, namesOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { keyOf } from '../values/key.js';
import { compareValues } from '../values/order.js';
import { regexTest } from '../values/regex.js';
import { isDocument, isNumber, toJsNumber } from '../values/values.js';
import { type Check, type Keyword, mistyped, needNumber, needSchema } from './schema-arguments.js';
import { memberKeywords } from './schema-members.js';

/** A limit of a count; it holds for values of one kind alone. */
const counted =
  (
    keyword: string,
    sizeOf: (value: unknown) => number | undefined,
    accept: (size: number, limit: number) => boolean,
  ): Keyword =>
  (argument) => {
    const limit = isNumber(argument) ? toJsNumber(argument) : Number.NaN;
    if (!Number.isInteger(limit) || limit < 0)
      throw new MongoError(9, `Expected a non-negative whole number in: ${keyword}`);
    return (value) => {
      const size = sizeOf(value);
      return size === undefined || accept(size, limit);
    };
  };

const atLeast = (size: number, limit: number) => size >= limit;
const atMost = (size: number, limit: number) => size <= limit;
/** In code points. */
const lengthOf = (value: unknown) => (typeof value === 'string' ? [...value].length : undefined);
const membersOf = (value: unknown) => (Array.isArray(value) ? value.length : undefined);
const fieldsOf = (value: unknown) => (isDocument(value) ? namesOf(value).length : undefined);

function bound(keyword: 'minimum' | 'maximum', exclusive: string, sign: 1 | -1): Keyword {
  return (argument, schema) => {
    const limit = needNumber(keyword, argument);
    const isExclusive = schema[exclusive] === true;
    return (value) => {
      if (!isNumber(value)) return true;
      const order = compareValues(value, limit) * sign;
      return order > 0 || (order === 0 && !isExclusive);
    };
  };
}

/** The limit itself is read with its `minimum` or `maximum`. */
const exclusiveness =
  (keyword: string, needs: string): Keyword =>
  (argument, schema) => {
    if (typeof argument !== 'boolean') throw mistyped(keyword, 'a boolean');
    if (schema[needs] === undefined)
      throw new MongoError(9, `$jsonSchema keyword '${needs}' must be a present if ${keyword} is present`);
    return () => true;
  };

const multipleOf: Keyword = (argument) => {
  const divisor = needNumber('multipleOf', argument);
  if (compareValues(divisor, new Int32(0)) <= 0)
    throw new MongoError(9, "$jsonSchema keyword 'multipleOf' must have a positive value");
  const [by, byUnder] = fractionOf(divisor);
  return (value) => {
    if (!isNumber(value)) return true;
    if (!Number.isFinite(toJsNumber(value))) return false;
    const [over, under] = fractionOf(value);
    return (over * byUnder) % (by * under) === 0n;
  };
};

/** Several schemas, and how many of them must hold. */
const several =
  (keyword: string, judge: (checks: readonly Check[], value: unknown) => boolean): Keyword =>
  (argument, _schema, compile) => {
    if (!Array.isArray(argument)) throw mistyped(keyword, 'an array');
    if (argument.length === 0) throw new MongoError(2, `$jsonSchema keyword '${keyword}' must be a non-empty array`);
    const checks = argument.map((schema) => compile(needSchema(keyword, schema)));
    return (value) => judge(checks, value);
  };

/**
 * A value with the fields of its documents in the order of their names: `enum` and `uniqueItems` do not look at their
 * order.
 */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unordered);
  if (!isDocument(value)) return value;
  return documentOf(
    namesOf(value)
      .toSorted()
      .map((name) => [name, unordered(value[name])] as const),
  );
}

const enumeration: Keyword = (argument) => {
  if (!Array.isArray(argument)) throw mistyped('enum', 'an array');
  if (argument.length === 0) throw new MongoError(9, "$jsonSchema keyword 'enum' cannot be an empty array");
  const keys = new Set(argument.map((member) => keyOf(unordered(member))));
  if (keys.size < argument.length)
    throw new MongoError(9, "$jsonSchema keyword 'enum' array cannot contain duplicate values.");
  return (value) => keys.has(keyOf(unordered(value)));
};

const uniqueItems: Keyword = (argument) => {
  if (typeof argument !== 'boolean') throw mistyped('uniqueItems', 'a boolean');
  return (value) =>
    !argument ||
    !Array.isArray(value) ||
    new Set(value.map((member) => keyOf(unordered(member)))).size === value.length;
};

/** The keywords of JSON Schema but those of types: an argument and the schema around it give a check of a value. */
export const schemaKeywords: Readonly<Record<string, Keyword>> = {
  minimum: bound('minimum', 'exclusiveMinimum', 1),
  maximum: bound('maximum', 'exclusiveMaximum', -1),
  exclusiveMinimum: exclusiveness('exclusiveMinimum', 'minimum'),
  exclusiveMaximum: exclusiveness('exclusiveMaximum', 'maximum'),
  multipleOf,
  minLength: counted('minLength', lengthOf, atLeast),
  maxLength: counted('maxLength', lengthOf, atMost),
  pattern: (argument) => {
    if (typeof argument !== 'string') throw mistyped('pattern', 'a string');
    const matches = regexTest(argument);
    return (value) => typeof value !== 'string' || matches(value);
  },
  minItems: counted('minItems', membersOf, atLeast),
  maxItems: counted('maxItems', membersOf, atMost),
  minProperties: counted('minProperties', fieldsOf, atLeast),
  maxProperties: counted('maxProperties', fieldsOf, atMost),
  uniqueItems,
  ...memberKeywords,
  enum: enumeration,
  allOf: several('allOf', (checks, value) => checks.every((check) => check(value))),
  anyOf: several('anyOf', (checks, value) => checks.some((check) => check(value))),
  oneOf: several('oneOf', (checks, value) => checks.filter((check) => check(value)).length === 1),
  not: (argument, _schema, compile) => {
    const check = compile(needSchema('not', argument));
    return (value) => !check(value);
  },
};
