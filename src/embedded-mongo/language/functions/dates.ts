import { Int32, Long } from 'bson';
import { MongoError, notSupported } from '../../errors.js';
import { isDocument } from '../values.js';
import { byName, date, type Signature, text, whole } from './signature.js';
import { parseDate } from './types.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** How far a time zone is ahead of UTC at a moment, in milliseconds. Throws for a zone that there is not. */
function offsetMs(zone: unknown, moment: Date): number {
  const name = zone === undefined || zone === null ? 'UTC' : text(zone);
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(name) ?? [];
  if (hours !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minuteMs;
  if (name === 'UTC' || name === 'GMT') return 0;
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' }).formatToParts(moment);
    const shown = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') ?? '';
    if (/:\d\d:/.test(shown)) throw notSupported('a time zone with seconds');
    return shown === '' ? 0 : offsetMs(shown, moment);
  } catch (error) {
    if (error instanceof MongoError) throw error;
    throw new MongoError(40485, `unrecognized time zone identifier: "${name}"`);
  }
}

/** What the clock on the wall shows, as a date whose UTC fields are to be read; and the moment at which it shows that. */
const toWall = (moment: Date, zone: unknown) => new Date(moment.getTime() + offsetMs(zone, moment));
function fromWall(wall: Date, zone: unknown): Date {
  const guess = new Date(wall.getTime() - offsetMs(zone, wall));
  return new Date(wall.getTime() - offsetMs(zone, guess));
}

function dayOfYear(wall: Date): number {
  return Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / dayMs) + 1;
}

const isoDay = (wall: Date) => wall.getUTCDay() || 7;
/** ISO 8601: a week belongs to the year of its Thursday. */
const thursdayOf = (wall: Date) => new Date(wall.getTime() + (4 - isoDay(wall)) * dayMs);

const parts: Readonly<Record<string, (wall: Date) => number>> = {
  $year: (wall) => wall.getUTCFullYear(),
  $month: (wall) => wall.getUTCMonth() + 1,
  $dayOfMonth: (wall) => wall.getUTCDate(),
  $hour: (wall) => wall.getUTCHours(),
  $minute: (wall) => wall.getUTCMinutes(),
  $second: (wall) => wall.getUTCSeconds(),
  $millisecond: (wall) => wall.getUTCMilliseconds(),
  $dayOfYear: dayOfYear,
  $dayOfWeek: (wall) => wall.getUTCDay() + 1,
  /** Weeks begin on Sunday; the days before the first one are in week 0. */
  $week: (wall) => Math.floor((dayOfYear(wall) + 6 - wall.getUTCDay()) / 7),
  $isoDayOfWeek: isoDay,
  $isoWeek: (wall) => Math.ceil(dayOfYear(thursdayOf(wall)) / 7),
  $isoWeekYear: (wall) => thursdayOf(wall).getUTCFullYear(),
};

/** `$dateToString`'s letters: the part shown, and its width. */
const letters: Readonly<Record<string, readonly [part: string, width: number]>> = {
  Y: ['$year', 4],
  m: ['$month', 2],
  d: ['$dayOfMonth', 2],
  H: ['$hour', 2],
  M: ['$minute', 2],
  S: ['$second', 2],
  L: ['$millisecond', 3],
  j: ['$dayOfYear', 3],
  U: ['$week', 2],
  w: ['$dayOfWeek', 1],
  G: ['$isoWeekYear', 4],
  V: ['$isoWeek', 2],
  u: ['$isoDayOfWeek', 1],
};

function format(moment: unknown, pattern: unknown, zone: unknown, onNull: unknown): unknown {
  if (moment === null || moment === undefined) return onNull ?? null;
  const wall = toWall(date(moment), zone);
  const minutes = offsetMs(zone, date(moment)) / minuteMs;
  const ending = minutes === 0 && (zone === undefined || zone === null || zone === 'UTC') ? 'Z' : '';
  return text(pattern ?? `%Y-%m-%dT%H:%M:%S.%L${ending}`).replace(/%(.?)/gs, (_, letter: string) => {
    if (letter === '%') return '%';
    if (letter === 'z') {
      const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
      return `${minutes < 0 ? '-' : '+'}${String(hour).padStart(2, '0')}${String(minute).padStart(2, '0')}`;
    }
    if (letter === 'Z') return String(minutes);
    const [part = '', width] = letters[letter] ?? [];
    const value = parts[part]?.(wall);
    if (value === undefined || width === undefined)
      throw new MongoError(18536, `Invalid format character '%${letter}' in format string`);
    return String(value).padStart(width, '0');
  });
}

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

/** A part of a date: `{$year: '$at'}`, `{$year: {date: '$at', timezone: 'Europe/Berlin'}}`. */
const partOf = (part: (wall: Date) => number): Signature => ({
  read: (argument) => {
    const [only] = Array.isArray(argument) ? argument : [argument];
    return isDocument(only) && 'date' in only ? [only.date, only.timezone ?? 'UTC'] : [only, 'UTC'];
  },
  nullThrough: true,
  run: (moment, zone) => {
    const value = part(toWall(date(moment), zone));
    return part === parts.$isoWeekYear ? Long.fromNumber(value) : new Int32(value);
  },
});

const shifted = (sign: 1 | -1) =>
  byName(['startDate', 'unit', 'amount'], { timezone: 'UTC' }, (start, unit, amount, zone) =>
    shift(date(start), unitOf(unit), sign * whole(amount), zone),
  );

export const dateFunctions: Readonly<Record<string, Signature>> = {
  ...Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, partOf(part)])),
  $dateToString: {
    ...byName(['date'], { format: '$$REMOVE', timezone: '$$REMOVE', onNull: null }, format),
    nullThrough: false,
  },
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
