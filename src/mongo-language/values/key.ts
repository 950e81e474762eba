import { type Binary, type Document, Double, type ObjectId, serialize } from 'bson';
import type { Collation } from './collation.js';
import { compareNumbers, fractionOf, isExact } from './compare-numbers.js';
import { entriesOf } from './document.js';
import { rankOf } from './order.js';
import { type BsonNumber, isNumber, toJsNumber, typeAlias } from './values.js';

/** A number's key: equal for equal numbers of any type. */
function numberKey(value: BsonNumber): string {
  const asJs = toJsNumber(value);
  if (!Number.isFinite(asJs)) return `n${asJs}`;
  if (isExact(value, asJs)) return `n${asJs === 0 ? 0 : asJs}`;
  if (compareNumbers(value, new Double(asJs)) === 0) return `n${asJs === 0 ? 0 : asJs}`;
  const [numerator, denominator] = fractionOf(value);
  const common = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return `n${numerator / common}/${denominator / common}`;
}

/** Euclid's. */
function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

/**
 * A text that is equal for equal values and differs for different ones: 1, 1.0, Long 1 and Decimal 1 share one.
 * `$in`, `distinct` and `$group` are built on it. With a collation, texts that it takes for equal share one, too.
 */
export function keyOf(value: unknown, collation?: Collation): string {
  if (typeof value === 'string') return `s${collation ? collation.canonical(value) : value}`;
  if (value === undefined || value === null) return 'u';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (isNumber(value)) return numberKey(value);
  if (value instanceof Date) return `d${value.getTime()}`;
  const alias = typeAlias(value);
  if (alias === 'objectId') return `o${(value as ObjectId).toHexString()}`;
  if (alias === 'object') {
    return `{${entriesOf(value as Document)
      .map(([key, member]) => `${key.length}:${key}${rankOf(member)}${nested(member, collation)}`)
      .join('')}}`;
  }
  if (Array.isArray(value)) return `[${value.map((member) => nested(member, collation)).join('')}]`;
  if (alias === 'binData') {
    const binary = value as Binary;
    return `b${binary.sub_type}:${Buffer.from(binary.value()).toString('base64')}`;
  }
  return `x${alias}${Buffer.from(serialize({ value })).toString('base64')}`;
}

/** A member's key with its length, so that no two different lists of members read the same. */
function nested(value: unknown, collation: Collation | undefined): string {
  const key = keyOf(value, collation);
  return `${key.length}:${key}`;
}
