import type { PartDifference } from '../../model/answers.js';

const nearMs = 60_000;
const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
/** A date with a time of day, in ISO's or HTTP's fashion: Date.parse takes far more for a date. */
const dateText = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d|^\w{3},? .*\d\d:\d\d:\d\d/;

/** Is it a time within a minute of the request: milliseconds or seconds of the epoch, or a date with a time of day? */
export function isNow(value: unknown, askedAtMs: number): boolean {
  const isNear = (timeMs: number) => Math.abs(timeMs - askedAtMs) <= nearMs;
  if (typeof value === 'number') return isNear(value) || isNear(value * 1000);
  if (typeof value !== 'string') return false;
  if (/^\d{10}(\d{3})?$/.test(value)) return isNow(Number(value), askedAtMs);
  return dateText.test(value) && isNear(Date.parse(value));
}

/** What two values look like that differ because of it, and not because the arms do. */
export function bothLookLike(
  [expected, expectedAtMs]: readonly [value: unknown, askedAtMs: number],
  [got, gotAtMs]: readonly [value: unknown, askedAtMs: number],
): PartDifference['looksLike'] {
  if (isNow(expected, expectedAtMs) && isNow(got, gotAtMs)) return 'now';
  const areIds = [expected, got].every((value) => typeof value === 'string' && uuid.test(value));
  return areIds ? 'uuid' : undefined;
}
