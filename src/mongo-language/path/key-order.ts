import { type Document, Int32, ObjectId } from 'bson';
import type { Collation } from '../values/collation.js';
import { entriesOf } from '../values/document.js';
import { orderOf } from '../values/order.js';
import { isNumber, toJsNumber } from '../values/values.js';

/** `{a: 1, b: -1}`, read. */
export type KeyPattern = readonly { readonly path: string; readonly direction: 1 | -1 }[];

/** Reads the pattern of an index: a direction is the sign of a number, whatever its size. */
export function readPattern(pattern: Document): KeyPattern {
  return entriesOf(pattern).map(([path, direction]) => ({
    path,
    direction: isNumber(direction) && toJsNumber(direction) < 0 ? -1 : 1,
  }));
}

/**
 * Compares two values as an index or a sort holds them: by BSON's order, an empty array's `undefined` before null.
 * Quick for the types that most keys have.
 */
export function compareKeyValues(collation?: Collation): (a: unknown, b: unknown) => number {
  return (a, b) => {
    if (a === b) return 0;
    // UTF-16 and UTF-8 order only texts with surrogates differently; those begin at d800.
    if (typeof a === 'string' && typeof b === 'string' && !collation && isBasic(a) && isBasic(b)) return a < b ? -1 : 1;
    if (a instanceof Int32 && b instanceof Int32) return a.value - b.value;
    if (a instanceof ObjectId && b instanceof ObjectId) return Buffer.compare(a.id, b.id);
    if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
    return orderOf(a, b, collation);
  };
}

const isBasic = (text: string) => !/[\ud800-\udfff]/.test(text);

/** Compares compound keys: field by field, each in its direction. A shorter key is compared as far as it goes. */
export function compareKeys(
  pattern: KeyPattern,
  collation?: Collation,
): (a: readonly unknown[], b: readonly unknown[]) => number {
  const compare = compareKeyValues(collation);
  const directions = pattern.map(({ direction }) => direction);
  return (a, b) => {
    const length = Math.min(a.length, b.length, directions.length);
    for (let field = 0; field < length; field++) {
      const order = compare(a[field], b[field]);
      if (order !== 0) return directions[field] === 1 ? order : -order;
    }
    return 0;
  };
}
