import type { Document } from 'bson';
import { fieldOf, isIndex } from '../values/document.js';
import { isDocument } from '../values/values.js';

function collect(value: unknown, parts: readonly string[], depth: number, found: unknown[]): void {
  if (depth === parts.length) {
    found.push(value);
    return;
  }
  const part = parts[depth] ?? '';
  if (Array.isArray(value)) {
    if (isIndex(part) && Number(part) < value.length) collect(value[Number(part)], parts, depth + 1, found);
    for (const member of value) if (isDocument(member)) collect(member, parts, depth, found);
  } else if (isDocument(value) && Object.hasOwn(value, part)) {
    collect(value[part], parts, depth + 1, found);
  } else {
    found.push(undefined);
  }
}

/**
 * The values that a dotted path reaches, entering arrays of documents on the way as MongoDB does. A missing field is
 * `undefined`. Empty only where the path leads into an array that holds no document.
 */
export function valuesAt(document: Document, path: string): readonly unknown[] {
  if (!path.includes('.')) return [fieldOf(document, path)];
  const found: unknown[] = [];
  collect(document, path.split('.'), 0, found);
  return found;
}

/** The one value at a path without entering arrays other than by index; `undefined` where there is none. */
export function valueAt(document: unknown, parts: readonly string[]): unknown {
  let value = document;
  for (const part of parts) {
    if (Array.isArray(value)) value = isIndex(part) ? value[Number(part)] : undefined;
    else if (isDocument(value)) value = fieldOf(value, part);
    else return undefined;
  }
  return value;
}
