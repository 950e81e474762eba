import type { Collation } from '../../values/collation.js';
import { keyOf } from '../../values/key.js';
import { truthy } from '../truth.js';
import { distinct } from './arrays.js';
import { comparing, list, loose, type Run, type Signature } from './signature.js';

const many = Number.POSITIVE_INFINITY;

const keysOf = (value: unknown, collation: Collation | undefined, code: number) =>
  new Set(list(value, code).map((member) => keyOf(member, collation)));

/** Null as soon as an argument is null or missing. */
const unlessNull =
  (run: Run): Run =>
  (...values) =>
    values.some((value) => value === null || value === undefined) ? null : run(...values);

function sameKeys(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((key) => b.has(key));
}

/** Arrays as sets: the order and the repetitions of their members do not count. */
export const setFunctions: Readonly<Record<string, Signature>> = {
  $setUnion: comparing(0, many, (collation) =>
    unlessNull((...values) =>
      distinct(
        values.flatMap((value) => list(value, 17043)),
        collation,
      ),
    ),
  ),
  $setIntersection: comparing(0, many, (collation) =>
    unlessNull((first = [], ...others) => {
      const keys = others.map((other) => keysOf(other, collation, 17047));
      return distinct(list(first, 17047), collation).filter((member) =>
        keys.every((each) => each.has(keyOf(member, collation))),
      );
    }),
  ),
  $setDifference: comparing(2, 2, (collation) =>
    unlessNull((a, b) => {
      const members = distinct(list(a, 17048), collation);
      const taken = keysOf(b, collation, 17049);
      return members.filter((member) => !taken.has(keyOf(member, collation)));
    }),
  ),
  $setIsSubset: comparing(2, 2, (collation) => (a, b) => {
    const part = keysOf(a, collation, 17046);
    const all = keysOf(b, collation, 17042);
    return [...part].every((key) => all.has(key));
  }),
  $setEquals: comparing(2, many, (collation) => (first, ...others) => {
    const keys = keysOf(first, collation, 17044);
    return others.every((other) => sameKeys(keys, keysOf(other, collation, 17044)));
  }),
  $anyElementTrue: loose(1, 1, (value) => list(value, 17041).some(truthy)),
  $allElementsTrue: loose(1, 1, (value) => list(value, 17040).every(truthy)),
};
