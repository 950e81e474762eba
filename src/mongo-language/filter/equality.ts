import { BSONRegExp } from 'bson';
import type { Collation } from '../values/collation.js';
import { MongoError } from '../values/errors.js';
import { keyOf } from '../values/key.js';
import { equal } from '../values/order.js';
import { regexTest } from '../values/regex.js';
import type { Leaf } from './leaf-operators.js';
import { isOperators } from './operators.js';

// The tests of a value against values: `$eq`, `$in`, and a regular expression in their place.

export function equalTo(wanted: unknown, collation: Collation | undefined): Leaf {
  if (typeof wanted === 'string' && !collation) return (value) => value === wanted;
  return (value) => equal(value, wanted, collation);
}

export function matchesRegex(wanted: BSONRegExp): Leaf {
  const test = regexTest(wanted.pattern, wanted.options);
  return (value) => test(value) || (value instanceof BSONRegExp && equal(value, wanted));
}

export function memberOf(operator: string, members: unknown, collation: Collation | undefined): Leaf {
  if (!Array.isArray(members)) throw new MongoError(2, `${operator} needs an array`);
  if (members.some(isOperators)) throw new MongoError(2, `cannot nest $ under ${operator}`);
  const regexes = members.filter((member) => member instanceof BSONRegExp).map(matchesRegex);
  const keys = new Set(
    members.filter((member) => !(member instanceof BSONRegExp)).map((member) => keyOf(member, collation)),
  );
  return (value) => keys.has(keyOf(value, collation)) || regexes.some((test) => test(value));
}
