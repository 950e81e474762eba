import { Int32 } from 'bson';
import { averageOf, deviationOf, sumOf } from '../../values/arithmetic.js';
import type { Collation } from '../../values/collation.js';
import { greatest, least, orderOf } from '../../values/order.js';
import { truthy } from '../truth.js';
import { arrayFunctions } from './arrays.js';
import { wholeDateFunctions } from './date-from-parts.js';
import { datePartFunctions } from './date-parts.js';
import { dateFunctions } from './dates.js';
import { firstNFunctions } from './first-n.js';
import { numberFunctions } from './numbers.js';
import { objectFunctions } from './objects.js';
import { regexFunctions } from './regex-functions.js';
import { setFunctions } from './sets.js';
import { comparing, loose, type Signature } from './signature.js';
import { textFunctions } from './text.js';
import { typeFunctions } from './types.js';

/** Two values in the order of all of BSON, a missing one before null. */
const compared = (judge: (order: number) => unknown): Signature =>
  comparing(2, 2, (collation) => (a, b) => judge(orderOf(a, b, collation)));

/** `$sum` and its kin fold their arguments, or the one array that is their argument. */
const folded = (fold: (values: readonly unknown[], collation?: Collation) => unknown): Signature =>
  comparing(
    0,
    Number.POSITIVE_INFINITY,
    (collation) =>
      (...values) =>
        fold(values.length === 1 && Array.isArray(values[0]) ? values[0] : values, collation),
  );

/** The expression operators that are functions of their arguments. Any other is refused by name. */
export const functions: Readonly<Record<string, Signature>> = {
  ...arrayFunctions,
  ...objectFunctions,
  ...setFunctions,
  ...dateFunctions,
  ...wholeDateFunctions,
  ...datePartFunctions,
  ...numberFunctions,
  ...firstNFunctions,
  ...regexFunctions,
  ...textFunctions,
  ...typeFunctions,
  $eq: compared((order) => order === 0),
  $ne: compared((order) => order !== 0),
  $gt: compared((order) => order > 0),
  $gte: compared((order) => order >= 0),
  $lt: compared((order) => order < 0),
  $lte: compared((order) => order <= 0),
  $cmp: compared((order) => new Int32(Math.sign(order))),
  $not: loose(1, 1, (value) => !truthy(value)),
  $sum: folded(sumOf),
  $avg: folded(averageOf),
  $stdDevPop: folded((values) => deviationOf(values, 'population')),
  $stdDevSamp: folded((values) => deviationOf(values, 'sample')),
  $min: folded(least),
  $max: folded(greatest),
};
