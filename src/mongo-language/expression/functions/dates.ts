import { Int32, Long } from 'bson';
import { MongoError, notSupported } from '../../values/errors.js';
import { byName, date, type Signature, text, whole } from './signature.js';
import { fromWall, minuteMs, offsetMs, toWall } from './time-zone.js';
import { parseDate } from './types.js';

const dayMs = 86_400_000;

const milliseconds: Readonly<Record<string, number>> = {
  millisecond: 1,
  second: 1000,
  minute: minuteMs,
  hour: 3_600_000,
};
const days: Readonly<Record<string, number>> = { day: 1, week: 7 };
const months: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

function unitOf(unit: unknown): string {
  const name = text(unit);
  if (name in milliseconds || name in days || name in months) return name;
  throw new MongoError(9, `unknown time unit value: ${name}`);
}

/** Adds on the wall's clock from days upwards; a month that is too short ends on its last day. */
function shift(start: Date, unit: string, amount: number, zone: unknown): Date {
  const wall = toWall(start, zone);
  if (unit in milliseconds) return new Date(start.getTime() + amount * (milliseconds[unit] ?? 0));
  if (unit in days) return fromWall(new Date(wall.getTime() + amount * (days[unit] ?? 0) * dayMs), zone);
  const month = wall.getUTCMonth() + amount * (months[unit] ?? 0);
  const lastDay = new Date(Date.UTC(wall.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const moved = new Date(wall);
  moved.setUTCFullYear(wall.getUTCFullYear(), month, Math.min(wall.getUTCDate(), lastDay));
  return fromWall(moved, zone);
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function fromString(value: unknown, zone: unknown, onError: unknown, onNull: unknown): unknown {
  if (value === null || value === undefined) return onNull ?? null;
  try {
    const parsed = parseDate(text(value, 241));
    if (zone === undefined || zone === null) return parsed;
    // A text with a zone of its own leaves no room for another.
    if (/(Z|[+-]\d\d:?\d\d)$/.test(text(value)) && text(value).length > 10)
      throw new MongoError(
        241,
        'you cannot pass in a date/time string with GMT offset together with a timezone argument',
      );
    return fromWall(parsed, zone);
  } catch (error) {
    if (error instanceof MongoError && error.code === 241 && onError !== undefined) return onError;
    throw error;
  }
}

/** The beginning of a unit on the wall's clock. */
function floor(wall: Date, unit: string, startOfWeek: unknown): Date {
  const midnight = Math.floor(wall.getTime() / dayMs) * dayMs;
  const size = milliseconds[unit];
  if (size !== undefined) return new Date(Math.floor(wall.getTime() / size) * size);
  if (unit === 'day') return new Date(midnight);
  if (unit === 'week') {
    const first = weekdays.indexOf(
      text(startOfWeek ?? 'sunday')
        .toLowerCase()
        .slice(0, 3),
    );
    return new Date(midnight - ((wall.getUTCDay() - first + 7) % 7) * dayMs);
  }
  const step = months[unit] ?? 1;
  return new Date(Date.UTC(wall.getUTCFullYear(), Math.floor(wall.getUTCMonth() / step) * step, 1));
}

/** How many boundaries of the unit lie between two moments. */
function difference(start: Date, end: Date, unit: string, zoneName: unknown, startOfWeek: unknown): Long {
  // Hours and less are counted in time gone by, whatever the clocks on the wall did meanwhile.
  const zone = unit in milliseconds ? 'UTC' : zoneName;
  if (unit === 'hour' && [start, end].some((moment) => offsetMs(zoneName, moment) % 3_600_000 !== 0))
    throw notSupported('$dateDiff in hours in a time zone of half hours');
  const [from, to] = [start, end].map((moment) => floor(toWall(moment, zone), unit, startOfWeek)) as [Date, Date];
  if (unit in months) {
    const monthsApart = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
    return Long.fromNumber(monthsApart / (months[unit] ?? 1));
  }
  return Long.fromNumber(
    Math.round((to.getTime() - from.getTime()) / (milliseconds[unit] ?? (days[unit] ?? 1) * dayMs)),
  );
}

/**
 * The beginning of the bin that a moment is in. Bins of hours and less are counted in time gone by, the others on the
 * wall's clock, both from the year 2000 on (mongod's date_time_support.cpp).
 */
function truncate(moment: Date, unit: string, binSize: unknown, zone: unknown, startOfWeek: unknown): Date {
  const bin = whole(binSize, 5439017);
  if (bin <= 0)
    throw new MongoError(5439018, `$dateTrunc requires 'binSize' to be greater than 0, but got value ${bin}`);
  const reference = Date.UTC(2000, 0, 1);
  const size = milliseconds[unit];
  if (size !== undefined) {
    const start = fromWall(new Date(reference), zone).getTime();
    return new Date(Math.floor((moment.getTime() - start) / (size * bin)) * size * bin + start);
  }
  const begun = floor(toWall(moment, zone), unit, startOfWeek);
  if (bin === 1) return fromWall(begun, zone);
  if (unit === 'week') throw notSupported('$dateTrunc to several weeks');
  if (unit === 'day') {
    const days = Math.floor((begun.getTime() - reference) / dayMs / bin) * bin;
    return fromWall(new Date(reference + days * dayMs), zone);
  }
  const step = (months[unit] ?? 1) * bin;
  const since = (begun.getUTCFullYear() - 2000) * 12 + begun.getUTCMonth();
  return fromWall(new Date(Date.UTC(2000, Math.floor(since / step) * step, 1)), zone);
}

const shifted = (sign: 1 | -1) =>
  byName(['startDate', 'unit', 'amount'], { timezone: 'UTC' }, (start, unit, amount, zone) =>
    shift(date(start), unitOf(unit), sign * whole(amount), zone),
  );

export const dateFunctions: Readonly<Record<string, Signature>> = {
  $dateFromString: {
    ...byName(['dateString'], { timezone: '$$REMOVE', onError: '$$REMOVE', onNull: null }, fromString),
    nullThrough: false,
  },
  $dateAdd: shifted(1),
  $dateSubtract: shifted(-1),
  $dateDiff: byName(
    ['startDate', 'endDate', 'unit'],
    { timezone: 'UTC', startOfWeek: 'sunday' },
    (start, end, unit, zone, startOfWeek) => difference(date(start), date(end), unitOf(unit), zone, startOfWeek),
  ),
  $dateTrunc: byName(
    ['date', 'unit'],
    { binSize: new Int32(1), timezone: 'UTC', startOfWeek: 'sunday' },
    (moment, unit, binSize, zone, startOfWeek) => truncate(date(moment), unitOf(unit), binSize, zone, startOfWeek),
  ),
};
