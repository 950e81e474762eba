import type { Document } from 'bson';
import { fieldOf } from '../values/document.js';
import { isDocument } from '../values/values.js';

/**
 * Looks at one value that the path leads to (`undefined` where there is none); true ends the walk. `offset` is the
 * place in the outermost array that was entered on the way.
 */
export type Visit = (value: unknown, offset: number | undefined) => boolean;

/**
 * The walk of a query along a path: through documents, and through the members of arrays. Where the path ends at an
 * array its members come first and then the array itself, or the array alone when `entersLast` is false. A place in an
 * array that the path names by number is taken as it is and gives no offset. The rules are those of mongod's
 * matcher/path.cpp (BSONElementIterator); keys of indexes and sorts have others.
 */
export function someReached(document: Document, parts: readonly string[], entersLast: boolean, visit: Visit): boolean {
  return inDocument(document, 0, undefined, { parts, entersLast, visit });
}

interface Walk {
  readonly parts: readonly string[];
  readonly entersLast: boolean;
  readonly visit: Visit;
}

function inDocument(document: unknown, start: number, outer: number | undefined, walk: Walk): boolean {
  const { parts, visit } = walk;
  let value = document;
  for (let depth = start; depth < parts.length; depth++) {
    if (!isDocument(value)) return visit(undefined, outer);
    value = fieldOf(value, parts[depth] ?? '');
    if (value === undefined) return visit(undefined, outer);
    if (Array.isArray(value)) return inArray(value, depth + 1, outer, walk);
  }
  return visit(value, outer);
}

function inArray(array: readonly unknown[], depth: number, outer: number | undefined, walk: Walk): boolean {
  const { parts, entersLast, visit } = walk;
  // A trailing dot names nothing more, where it is an array's.
  const isEnd = depth === parts.length || (depth === parts.length - 1 && parts[depth] === '');
  if (!isEnd) return inMembers(array, depth, outer, walk);
  if (entersLast) {
    for (let index = 0; index < array.length; index++) if (visit(array[index], outer ?? index)) return true;
  }
  return visit(array, outer);
}

/** Through the members of an array at which the path does not end. */
function inMembers(array: readonly unknown[], depth: number, outer: number | undefined, walk: Walk): boolean {
  const { parts, visit } = walk;
  const part = parts[depth] ?? '';
  const place = /^\d+$/.test(part) ? array[Number(part)] : undefined;
  for (let index = 0; index < array.length; index++) {
    const member = array[index];
    if (isDocument(member) && inDocument(member, depth, outer ?? index, walk)) return true;
    if (place === undefined || String(index) !== part) continue;
    if (depth === parts.length - 1) {
      if (visit(member, outer)) return true;
    } else if (isDocument(member)) {
      if (inDocument(member, depth + 1, outer, walk)) return true;
    } else if (Array.isArray(member) && inMembers(member, depth + 1, outer, walk)) {
      return true;
    }
  }
  return false;
}
