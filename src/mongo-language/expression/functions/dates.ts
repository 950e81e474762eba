import { Long } from 'bson';
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

/** The beginning of a unit on the wall's clock. */
function floor(wall: Date, unit: string, startOfWeek: unknown): Date {
  const midnight = Math.floor(wall.getTime() / dayMs) * dayMs;
  if (unit in milliseconds) {
    const size = milliseconds[unit] ?? 1;
    return new Date(Math.floor(wall.getTime() / size) * size);
  }
  if (unit === 'day') return new Date(midnight);
  if (unit === 'week') {
    const first = weekdays.indexOf(
      text(startOfWeek ?? 'sunday')
        .toLowerCase()
        .slice(0, 3),
    );
    return new Date(midnight - ((wall.getUTCDay() - first + 7) % 7) * dayMs);
  }
  const size = months[unit] ?? 1;
  return new Date(Date.UTC(wall.getUTCFullYear(), Math.floor(wall.getUTCMonth() / size) * size, 1));
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

const shifted = (sign: 1 | -1) =>
  byName(['startDate', 'unit', 'amount'], { timezone: 'UTC' }, (start, unit, amount, zone) =>
    shift(date(start), unitOf(unit), sign * whole(amount), zone),
  );

export const dateFunctions: Readonly<Record<string, Signature>> = {
  $dateFromString: byName(['dateString'], {}, (value) => parseDate(text(value))),
  $dateAdd: shifted(1),
  $dateSubtract: shifted(-1),
  $dateDiff: byName(
    ['startDate', 'endDate', 'unit'],
    { timezone: 'UTC', startOfWeek: 'sunday' },
    (start, end, unit, zone, startOfWeek) => difference(date(start), date(end), unitOf(unit), zone, startOfWeek),
  ),
  $dateTrunc: byName(['date', 'unit'], { timezone: 'UTC', startOfWeek: 'sunday' }, (moment, unit, zone, startOfWeek) =>
    fromWall(floor(toWall(date(moment), zone), unitOf(unit), startOfWeek), zone),
  ),
};
