import { MongoError, notSupported } from '../../values/errors.js';
import { text } from './signature.js';

export const minuteMs = 60_000;

/** How far a time zone is ahead of UTC at a moment, in milliseconds. Throws for a zone that there is not. */
export function offsetMs(zone: unknown, moment: Date): number {
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

/**
 * What the clock on the wall shows, as a date whose UTC fields are to be read; and the moment at which it shows that.
 */
export const toWall = (moment: Date, zone: unknown) => new Date(moment.getTime() + offsetMs(zone, moment));
export function fromWall(wall: Date, zone: unknown): Date {
  const guess = new Date(wall.getTime() - offsetMs(zone, wall));
  return new Date(wall.getTime() - offsetMs(zone, guess));
}
