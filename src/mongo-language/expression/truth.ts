import { isNumber, toJsNumber } from '../values/values.js';

/** What counts as true in an expression: all but false, null, what is missing, and zero. */
export function truthy(value: unknown): boolean {
  return value !== false && value !== null && value !== undefined && !(isNumber(value) && toJsNumber(value) === 0);
}
