import { Int32 } from 'bson';
import { MongoError } from '../../values/errors.js';
import { isDocument, isNumber, toJsNumber, typeAlias } from '../../values/values.js';
import { calendarParts } from './date-parts.js';
import { date, type Signature } from './signature.js';
import { fromWall, toWall } from './time-zone.js';

const dayMs = 86_400_000;
const times = ['hour', 'minute', 'second', 'millisecond'] as const;
const calendar = ['year', 'month', 'day', ...times];
const iso = ['isoWeekYear', 'isoWeek', 'isoDayOfWeek', ...times];

function readParts(argument: unknown): readonly unknown[] {
  if (!isDocument(argument)) throw new MongoError(40519, '$dateFromParts only supports an object as its argument');
  const names = Object.keys(argument);
  const unknown = names.find((name) => !calendar.includes(name) && !iso.includes(name) && name !== 'timezone');
  if (unknown !== undefined) throw new MongoError(40518, `Unrecognized argument to $dateFromParts: ${unknown}`);
  const isIso = names.some((name) => name.startsWith('iso'));
  if (!isIso && argument.year === undefined)
    throw new MongoError(40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
  const mixed = isIso ? calendar.slice(0, 3) : [];
  if (names.some((name) => mixed.includes(name)) || (isIso && argument.isoWeekYear === undefined))
    throw new MongoError(40489, '$dateFromParts does not allow mixing natural dates with ISO dates');
  const needed = isIso ? iso : calendar;
  return [
    { $literal: isIso },
    argument.timezone === undefined ? 'UTC' : argument.timezone,
    ...needed.map((name, index) => (argument[name] === undefined ? new Int32(index < 3 ? 1 : 0) : argument[name])),
  ];
}

function part(value: unknown, name: string): number {
  const number = isNumber(value) ? toJsNumber(value) : Number.NaN;
  if (!Number.isInteger(number))
    throw new MongoError(40515, `'${name}' must evaluate to an integer, found ${typeAlias(value)} with value ${value}`);
  const isYear = name === 'year' || name === 'isoWeekYear';
  if (isYear && (number < 1 || number > 9999))
    throw new MongoError(40523, `'${name}' must evaluate to an integer in the range 1 to 9999, found ${number}`);
  // A millisecond may be any number, the others have two bytes.
  if (name !== 'millisecond' && Math.abs(number) > 32768)
    throw new MongoError(
      31034,
      `'${name}' must evaluate to a value in the range [-32768, 32767]; value ${number} is not in range`,
    );
  return number;
}

/** The Monday of week 1 of an ISO year: that of the week with the fourth of January. */
function firstMonday(year: number): number {
  const fourth = Date.UTC(year, 0, 4);
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * dayMs;
}

/** Midnight of a day on the wall's clock; parts beyond their ranges carry over. */
function midnight(isIso: boolean, [a = 1, b = 1, c = 1]: readonly number[]): number {
  if (isIso) return firstMonday(a) + ((b - 1) * 7 + c - 1) * dayMs;
  const start = new Date(0);
  // `Date.UTC` takes the years up to 99 for those of the last century.
  start.setUTCFullYear(a, b - 1, c);
  return start.getTime();
}

const dateFromParts: Signature = {
  read: readParts,
  nullThrough: true,
  bind:
    () =>
    (isIso, zone, ...values) => {
      const names = isIso ? iso : calendar;
      const numbers = values.map((value, index) => part(value, names[index] ?? ''));
      const [hour = 0, minute = 0, second = 0, millisecond = 0] = numbers.slice(3);
      const wall = midnight(isIso === true, numbers) + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
      return fromWall(new Date(wall), zone);
    },
};

const toPartsArguments = ['date', 'timezone', 'iso8601'];

const dateToParts: Signature = {
  read: (argument) => {
    if (!isDocument(argument)) throw new MongoError(40524, '$dateToParts only supports an object as its argument');
    const unknown = Object.keys(argument).find((name) => !toPartsArguments.includes(name));
    if (unknown !== undefined) throw new MongoError(40520, `Unrecognized argument to $dateToParts: ${unknown}`);
    if (argument.date === undefined) throw new MongoError(40522, "Missing 'date' parameter to $dateToParts");
    return [argument.date, argument.timezone ?? 'UTC', argument.iso8601 ?? false];
  },
  nullThrough: true,
  bind: () => (moment, zone, isIso) => {
    if (typeof isIso !== 'boolean')
      throw new MongoError(40521, `iso8601 must evaluate to a bool, found ${typeAlias(isIso)}`);
    const wall = toWall(date(moment), zone);
    const number = (name: string) => new Int32(calendarParts[name]?.(wall) ?? 0);
    const days = isIso
      ? { isoWeekYear: number('$isoWeekYear'), isoWeek: number('$isoWeek'), isoDayOfWeek: number('$isoDayOfWeek') }
      : { year: number('$year'), month: number('$month'), day: number('$dayOfMonth') };
    return { ...days, ...Object.fromEntries(times.map((name) => [name, number(`$${name}`)])) };
  },
};

export const wholeDateFunctions: Readonly<Record<string, Signature>> = {
  $dateFromParts: dateFromParts,
  $dateToParts: dateToParts,
};
