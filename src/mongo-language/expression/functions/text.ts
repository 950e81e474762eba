import { Int32 } from 'bson';
import { MongoError, notSupported } from '../../values/errors.js';
import { regexTest } from '../../values/regex.js';
import { byName, loose, type Signature, strict, text, whole } from './signature.js';

/** mongod changes the case of ASCII letters alone. */
const upper = (value: string) => value.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
const lower = (value: string) => value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** A function of texts in which null counts as the empty one. */
const ofTexts = (count: number, run: (...texts: readonly string[]) => unknown): Signature =>
  loose(count, count, (...values) => run(...values.map((value) => text(value ?? ''))));

function compareTexts(a: string, b: string): Int32 {
  return new Int32(Math.sign(Buffer.compare(Buffer.from(upper(a)), Buffer.from(upper(b)))));
}

function substringByCodePoints(value: unknown, start: unknown, count: unknown): string {
  const [from, length] = [whole(start), whole(count)];
  if (from < 0 || length < 0) throw new MongoError(34455, '$substrCP: start and length must not be negative');
  return [...text(value ?? '')].slice(from, from + length).join('');
}

function substringByBytes(value: unknown, start: unknown, count: unknown): string {
  const bytes = Buffer.from(text(value ?? ''));
  const [from, length] = [whole(start), whole(count)];
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
    const characters = [...text(input)];
    const taken = new Set(text(chars));
    let start = 0;
    let end = characters.length;
    if (ends !== 'right') while (start < end && taken.has(characters[start] ?? '')) start++;
    if (ends !== 'left') while (end > start && taken.has(characters[end - 1] ?? '')) end--;
    return characters.slice(start, end).join('');
  });
}

function indexOf(haystack: unknown, needle: unknown, start: unknown, end: unknown): unknown {
  if (haystack === null || haystack === undefined) return null;
  const characters = [...text(haystack)].slice(0, end === undefined ? undefined : whole(end));
  const from = start === undefined ? 0 : whole(start);
  if (from < 0) throw new MongoError(40097, '$indexOfCP requires a nonnegative start index');
  const rest = characters.slice(from).join('');
  const found = from > characters.length ? -1 : rest.indexOf(text(needle));
  return new Int32(found < 0 ? -1 : from + [...rest.slice(0, found)].length);
}

function matches(input: unknown, regex: unknown, options: unknown): boolean {
  if (input === null || input === undefined || regex === null || regex === undefined) return false;
  const { pattern, options: own } =
    typeof regex === 'string' ? { pattern: regex, options: '' } : (regex as { pattern: string; options: string });
  return regexTest(text(pattern), typeof options === 'string' ? options : own)(text(input));
}

export const textFunctions: Readonly<Record<string, Signature>> = {
  $concat: strict(0, Number.POSITIVE_INFINITY, (...values) => values.map(text).join('')),
  $toUpper: ofTexts(1, (value = '') => upper(value)),
  $toLower: ofTexts(1, (value = '') => lower(value)),
  $strcasecmp: ofTexts(2, (a = '', b = '') => compareTexts(a, b)),
  $strLenCP: loose(1, 1, (value) => new Int32([...text(value)].length)),
  $strLenBytes: loose(1, 1, (value) => new Int32(Buffer.byteLength(text(value)))),
  $substrCP: loose(3, 3, substringByCodePoints),
  $substrBytes: loose(3, 3, substringByBytes),
  $substr: loose(3, 3, substringByBytes),
  $split: strict(2, 2, (value, separator) => {
    if (text(separator) === '') throw new MongoError(40087, '$split requires a non-empty separator');
    return text(value).split(text(separator));
  }),
  $trim: trim('both'),
  $ltrim: trim('left'),
  $rtrim: trim('right'),
  $indexOfCP: loose(2, 4, indexOf),
  $replaceOne: byName(['input', 'find', 'replacement'], {}, (input, find, replacement) =>
    text(input).replace(text(find), () => text(replacement)),
  ),
  $replaceAll: byName(['input', 'find', 'replacement'], {}, (input, find, replacement) => {
    if (text(find) === '') throw notSupported('$replaceAll of the empty text');
    return text(input).replaceAll(text(find), () => text(replacement));
  }),
  $regexMatch: { ...byName(['input', 'regex'], { options: null }, matches), nullThrough: false },
};
