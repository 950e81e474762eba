import { createHash } from 'node:crypto';
import type { Answer } from '../../load/requests/command.js';
import { memberPath } from './field-path.js';
import { type Json, jsonValue } from './json-value.js';
import type { LeftOut } from './left-out.js';
import { isNow } from './looks-like.js';
import { linesOf } from './part-differences.js';

/** Times of day, and seconds or milliseconds of the epoch, in a line of text. */
const timesInText = /\d{1,2}:\d\d(:\d\d)?(\.\d+)?|\b1\d{9}(\d{3})?\b/g;

/** The value in a form that the order of keys does not change, without what is left out and the present time. */
function lastingJson(value: Json, path: string, isLeftOut: LeftOut, askedAtMs: number): unknown {
  if (isLeftOut({ kind: 'field', path })) return undefined;
  if (value === null || typeof value !== 'object') return isNow(value, askedAtMs) ? { now: true } : value;
  if (Array.isArray(value))
    return value
      .map((each: Json, i) => lastingJson(each, `${path}[${i}]`, isLeftOut, askedAtMs))
      .filter((each) => each !== undefined);
  return Object.entries(value as Readonly<Record<string, Json>>)
    .map(([key, each]) => [key, lastingJson(each, memberPath(path, key), isLeftOut, askedAtMs)])
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

function lastingBody({ text, bodySha256, askedAtMs }: Answer, isLeftOut: LeftOut): unknown {
  if (isLeftOut({ kind: 'body' })) return undefined;
  if (text === undefined) return bodySha256;
  const value = jsonValue(text);
  if (value !== undefined) return lastingJson(value, '', isLeftOut, askedAtMs);
  return linesOf(text)
    .filter((_, i) => !isLeftOut({ kind: 'line', number: i + 1 }))
    .map((line) => line.replace(timesInText, 'time'));
}

/**
 * Digest of answers as they will be again when the same servers are asked later: without what varies, and without the
 * time of asking, which may have been the same second twice.
 */
export function answersDigest(answers: readonly Answer[], leftOutOfClass: (className: string) => LeftOut): string {
  const facts = answers.map((answer) => {
    const isLeftOut = leftOutOfClass(answer.className);
    const headers = Object.entries(answer.headers).filter(([name]) => !isLeftOut({ kind: 'header', name }));
    return [answer.path, answer.status, headers, lastingBody(answer, isLeftOut)];
  });
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
