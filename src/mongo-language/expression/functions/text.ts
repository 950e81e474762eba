import { Int32 } from 'bson';
import { MongoError, notSupported } from '../../values/errors.js';
import { isNumber, toJsNumber, typeAlias } from '../../values/values.js';
import { byName, loose, type Signature, strict, text, whole } from './signature.js';
import { toText } from './types.js';

/** mongod changes the case of ASCII letters alone. */
const upper = (value: string) => value.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
const lower = (value: string) => value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/**
 * Numbers and dates as their texts, null as the empty one; other types are a mistake (mongod's Value::coerceToString).
 */
function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (isNumber(value) || value instanceof Date) return toText(value);
  throw new MongoError(16007, `can't convert from BSON type ${typeAlias(value)} to String`);
}

/** A function of texts in which null counts as the empty one. */
const ofTexts = (count: number, run: (...texts: readonly string[]) => unknown): Signature =>
  loose(count, count, (...values) => run(...values.map(asText)));

function compareTexts(a: string, b: string): Int32 {
  return new Int32(Math.sign(Buffer.compare(Buffer.from(upper(a)), Buffer.from(upper(b)))));
}

function substringByCodePoints(value: unknown, start: unknown, count: unknown): string {
  if (!isNumber(start))
    throw new MongoError(34450, `$substrCP: starting index must be a numeric type (is BSON type ${typeAlias(start)})`);
  if (!isNumber(count))
    throw new MongoError(34452, `$substrCP: length must be a numeric type (is BSON type ${typeAlias(count)})`);
  const [from, length] = [whole(start, 34451), whole(count, 34453)];
  if (length < 0) throw new MongoError(34454, '$substrCP: length must be a nonnegative integer.');
  if (from < 0) throw new MongoError(34455, '$substrCP: the starting index must be nonnegative integer.');
  return [...asText(value)].slice(from, from + length).join('');
}

function substringByBytes(value: unknown, start: unknown, count: unknown): string {
  const bytes = Buffer.from(asText(value));
  if (!isNumber(start))
    throw new MongoError(
      16034,
      `$substrBytes: starting index must be a numeric type (is BSON type ${typeAlias(start)})`,
    );
  if (!isNumber(count))
    throw new MongoError(16035, `$substrBytes: length must be a numeric type (is BSON type ${typeAlias(count)})`);
  const [from, length] = [Math.trunc(toJsNumber(start)), Math.trunc(toJsNumber(count))];
  if (from < 0) throw new MongoError(50752, '$substrBytes: starting index must be non-negative');
  const end = length < 0 ? bytes.length : Math.min(from + length, bytes.length);
  const cuts = (at: number) => at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80;
  if (cuts(from) || cuts(end))
    throw new MongoError(28656, '$substrBytes: Invalid range, in the middle of a UTF-8 character.');
  return bytes.subarray(from, end).toString();
}

/** The characters that `$trim` takes off when it is not told which. */
const whitespace = '\0\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a';

function trim(ends: 'left' | 'right' | 'both'): Signature {
  return byName(['input'], { chars: whitespace }, (input, chars) => {
    const characters = [...text(input, 50699)];
    const taken = new Set(text(chars, 50700));
    let start = 0;
    let end = characters.length;
    if (ends !== 'right') while (start < end && taken.has(characters[start] ?? '')) start++;
    if (ends !== 'left') while (end > start && taken.has(characters[end - 1] ?? '')) end--;
    return characters.slice(start, end).join('');
  });
}

function bound(value: unknown): number {
  const index = whole(value, 40096);
  if (index < 0) throw new MongoError(40097, `$indexOfCP requires a nonnegative index, found: ${index}`);
  return index;
}

function indexOf(haystack: unknown, needle: unknown, start: unknown, end: unknown): unknown {
  if (haystack === null || haystack === undefined) return null;
  const characters = [...text(haystack, 40093)].slice(0, end === undefined ? undefined : bound(end));
  const from = start === undefined ? 0 : bound(start);
  const rest = characters.slice(from).join('');
  const found = from > characters.length ? -1 : rest.indexOf(text(needle, 40094));
  return new Int32(found < 0 ? -1 : from + [...rest.slice(0, found)].length);
}

export const textFunctions: Readonly<Record<string, Signature>> = {
  $concat: strict(0, Number.POSITIVE_INFINITY, (...values) => values.map((value) => text(value, 16702)).join('')),
  $toUpper: ofTexts(1, (value = '') => upper(value)),
  $toLower: ofTexts(1, (value = '') => lower(value)),
  $strcasecmp: ofTexts(2, (a = '', b = '') => compareTexts(a, b)),
  $strLenCP: loose(1, 1, (value) => new Int32([...text(value, 34471)].length)),
  $strLenBytes: loose(1, 1, (value) => new Int32(Buffer.byteLength(text(value, 34473)))),
  $substrCP: loose(3, 3, substringByCodePoints),
  $substrBytes: loose(3, 3, substringByBytes),
  $substr: loose(3, 3, substringByBytes),
  $split: strict(2, 2, (value, separator) => {
    if (text(separator, 40086) === '') throw new MongoError(40087, '$split requires a non-empty separator');
    return text(value, 40085).split(text(separator));
  }),
  $trim: trim('both'),
  $ltrim: trim('left'),
  $rtrim: trim('right'),
  $indexOfCP: loose(2, 4, indexOf),
  $replaceOne: byName(['input', 'find', 'replacement'], {}, (input, find, replacement) =>
    text(input, 51746).replace(text(find, 51745), () => text(replacement, 51744)),
  ),
  $replaceAll: byName(['input', 'find', 'replacement'], {}, (input, find, replacement) => {
    if (text(find, 51745) === '') throw notSupported('$replaceAll of the empty text');
    return text(input, 51746).replaceAll(text(find), () => text(replacement, 51744));
  }),
};
