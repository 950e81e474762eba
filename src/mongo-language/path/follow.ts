import type { Document } from 'bson';
import { fieldOf, isIndex } from '../values/document.js';
import { isDocument } from '../values/values.js';

/** No value is there. */
export const absent = Symbol('absent');

/** The member of an array that a numeric part of the path names, and what lies behind it. */
export interface Position {
  readonly member: unknown;
  readonly found: unknown;
  readonly depth: number;
}

/** Follows a path through documents, to its end or to the first array; `depth` is where the path goes on. */
export function follow(document: Document, parts: readonly string[], start: number): { value: unknown; depth: number } {
  let value: unknown = document;
  for (let depth = start; depth < parts.length; depth++) {
    if (!isDocument(value)) return { value: absent, depth: parts.length };
    value = fieldOf(value, parts[depth] ?? '');
    if (value === undefined) return { value: absent, depth: parts.length };
    // A trailing dot names nothing more.
    const isEnd = depth + 1 === parts.length || (depth + 2 === parts.length && parts[depth + 1] === '');
    if (isEnd) return { value, depth: parts.length };
    if (Array.isArray(value)) return { value, depth: depth + 1 };
  }
  return { value, depth: parts.length };
}

export function positionIn(array: readonly unknown[], parts: readonly string[], depth: number): Position | undefined {
  const part = parts[depth];
  if (part === undefined || !isIndex(part) || Number(part) >= array.length) return undefined;
  const member = array[Number(part)];
  if (depth + 1 === parts.length || Array.isArray(member)) return { member, found: member, depth: depth + 1 };
  if (!isDocument(member)) return { member, found: absent, depth: parts.length };
  const { value, depth: reached } = follow(member, parts, depth + 1);
  return { member, found: value, depth: reached };
}
