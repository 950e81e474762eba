import type { Document } from 'bson';
import { entriesOf, fieldOf, setField } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { isDocument } from '../values/values.js';

/** What becomes of the value at a path: a new value, or `remove`. `undefined` comes in where there was none. */
export type Edit = (value: unknown) => unknown;

export const remove = Symbol('remove');

const isIndex = (part: string) => /^(0|[1-9]\d*)$/.test(part);
/** mongod pads an array with nulls up to a far index, up to this many. */
const maxPadding = 1_500_000;

/**
 * A copy of `root` with the value at a concrete path edited; what is not on the path is shared, never changed.
 * Missing documents on the way are made unless the edit removes. Throws PathNotViable (28) through a scalar.
 */
export function editAt(root: Document, parts: readonly string[], edit: Edit): Document {
  return editValue(root, parts, 0, edit) as Document;
}

function editValue(value: unknown, parts: readonly string[], depth: number, edit: Edit): unknown {
  if (depth === parts.length) return edit(value);
  const part = parts[depth] ?? '';
  if (Array.isArray(value)) return editArray(value, part, parts, depth, edit);
  if (isDocument(value)) return editDocument(value, part, parts, depth, edit);
  if (value === undefined) {
    const made = editDocument({}, part, parts, depth, edit);
    return Object.keys(made).length === 0 ? remove : made;
  }
  if (edit(undefined) === remove) return value;
  const inside = JSON.stringify({ [parts[depth - 1] ?? '']: value });
  throw new MongoError(28, `Cannot create field '${part}' in element ${inside.slice(0, 200)}`);
}

function editDocument(value: Document, part: string, parts: readonly string[], depth: number, edit: Edit): Document {
  const edited = editValue(fieldOf(value, part), parts, depth + 1, edit);
  const copy: Document = {};
  for (const [key, member] of entriesOf(value)) {
    if (key !== part) setField(copy, key, member);
    else if (edited !== remove) setField(copy, key, edited);
  }
  if (!Object.hasOwn(value, part) && edited !== remove) setField(copy, part, edited);
  return copy;
}

function editArray(
  value: readonly unknown[],
  part: string,
  parts: readonly string[],
  depth: number,
  edit: Edit,
): unknown[] {
  if (!isIndex(part)) {
    if (edit(undefined) === remove) return [...value];
    throw new MongoError(28, `Cannot create field '${part}' in element {${parts[depth - 1]}: an array}`);
  }
  const index = Number(part);
  if (index - value.length > maxPadding) throw new MongoError(2, `can't backfill more than ${maxPadding} elements`);
  const edited = editValue(value[index], parts, depth + 1, edit);
  const copy = [...value];
  if (edited === remove) {
    // An element that is unset leaves null, so that the others keep their places.
    if (index < copy.length) copy[index] = null;
    return copy;
  }
  while (copy.length < index) copy.push(null);
  copy[index] = edited;
  return copy;
}
