import { Int32 } from 'bson';
import { averageOf, sumOf } from '../../values/arithmetic.js';
import { greatest, least, orderOf } from '../../values/order.js';
import { truthy } from '../binders.js';
import { arrayFunctions } from './arrays.js';
import { datePartFunctions } from './date-parts.js';
import { dateFunctions } from './dates.js';
import { numberFunctions } from './numbers.js';
import { loose, type Signature } from './signature.js';
import { textFunctions } from './text.js';
import { typeFunctions } from './types.js';

/** Two values in the order of all of BSON, a missing one before null. */
const compared = (judge: (order: number) => unknown): Signature => loose(2, 2, (a, b) => judge(orderOf(a, b)));

/** `$sum` and its kin fold their arguments, or the one array that is their argument. */
const folded = (fold: (values: readonly unknown[]) => unknown): Signature =>
  loose(0, Number.POSITIVE_INFINITY, (...values) =>
    fold(values.length === 1 && Array.isArray(values[0]) ? values[0] : values),
  );

/** The expression operators that are functions of their arguments. Any other is refused by name. */
export const functions: Readonly<Record<string, Signature>> = {
  ...arrayFunctions,
  ...dateFunctions,
  ...datePartFunctions,
  ...numberFunctions,
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
  $min: folded(least),
  $max: folded(greatest),
};
