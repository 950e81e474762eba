import { Int32, Long } from 'bson';
import { MongoError } from '../../values/errors.js';
import { isDocument } from '../../values/values.js';
import { byName, date, type Signature, text } from './signature.js';
import { minuteMs, offsetMs, toWall } from './time-zone.js';

const dayMs = 86_400_000;

function dayOfYear(wall: Date): number {
  return Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / dayMs) + 1;
}

const isoDay = (wall: Date) => wall.getUTCDay() || 7;
/** ISO 8601: a week belongs to the year of its Thursday. */
const thursdayOf = (wall: Date) => new Date(wall.getTime() + (4 - isoDay(wall)) * dayMs);

export const calendarParts: Readonly<Record<string, (wall: Date) => number>> = {
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

const monthNames = 'January February March April May June July August September October November December'.split(' ');

/** The zones that are UTC under another name: a date in them ends in Z (mongod's date_time_support.cpp). */
const utcZone = /^(UTC|UCT|Universal|Zulu|Etc\/(UTC|UCT|Universal|Zulu)|[+-]00(:?00)?)$/;

function format(moment: unknown, pattern: unknown, zone: unknown, onNull: unknown): unknown {
  if (moment === null || moment === undefined) return onNull ?? null;
  const wall = toWall(date(moment), zone);
  const minutes = offsetMs(zone, date(moment)) / minuteMs;
  const ending = utcZone.test(String(zone ?? 'UTC')) ? 'Z' : '';
  return text(pattern ?? `%Y-%m-%dT%H:%M:%S.%L${ending}`, 18533).replace(/%(.?)/gs, (_, letter: string) => {
    if (letter === '%') return '%';
    if (letter === '') throw new MongoError(18535, "Unmatched '%' at end of format string");
    if (letter === 'b' || letter === 'B') {
      const name = monthNames[wall.getUTCMonth()] ?? '';
      return letter === 'B' ? name : name.slice(0, 3);
    }
    if (letter === 'z') {
      const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
      return `${minutes < 0 ? '-' : '+'}${String(hour).padStart(2, '0')}${String(minute).padStart(2, '0')}`;
    }
    if (letter === 'Z') return String(minutes);
    const [part = '', width] = letters[letter] ?? [];
    const value = calendarParts[part]?.(wall);
    if (value === undefined || width === undefined)
      throw new MongoError(18536, `Invalid format character '%${letter}' in format string`);
    return String(value).padStart(width, '0');
  });
}

/** A part of a date: `{$year: '$at'}`, `{$year: {date: '$at', timezone: 'Europe/Berlin'}}`. */
const partOf = (part: (wall: Date) => number): Signature => ({
  read: (argument) => {
    const [only] = Array.isArray(argument) ? argument : [argument];
    return isDocument(only) && 'date' in only ? [only.date, only.timezone ?? 'UTC'] : [only, 'UTC'];
  },
  nullThrough: true,
  bind: () => (moment, zone) => {
    const value = part(toWall(date(moment), zone));
    return part === calendarParts.$isoWeekYear ? Long.fromNumber(value) : new Int32(value);
  },
});

export const datePartFunctions: Readonly<Record<string, Signature>> = {
  ...Object.fromEntries(Object.entries(calendarParts).map(([name, part]) => [name, partOf(part)])),
  $dateToString: {
    ...byName(['date'], { format: '$$REMOVE', timezone: '$$REMOVE', onNull: null }, format),
    nullThrough: false,
  },
};
