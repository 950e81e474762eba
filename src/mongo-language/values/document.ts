import type { Document } from 'bson';

/**
 * JavaScript moves names like `2024` to the front of an object, BSON keeps every field where it was put. A document
 * that has such a name carries the order of its names under this symbol; every other document is a plain object and
 * pays nothing.
 */
const order = Symbol('the order of the names');

interface Ordered extends Document {
  [order]?: readonly string[];
}

/** Is this a name that JavaScript moves (an "array index" of ECMAScript)? */
export function isIndex(name: string): boolean {
  // Most names begin with a letter, and need no regular expression.
  const first = name.charCodeAt(0);
  return first >= 48 && first <= 57 && /^(0|[1-9]\d*)$/.test(name);
}

/** The names of a document's fields in the order of BSON. */
export function namesOf(document: Document): string[] {
  const known = (document as Ordered)[order];
  const names = Object.keys(document);
  if (known === undefined) return names;
  const kept = known.filter((name) => Object.hasOwn(document, name));
  if (kept.length === names.length) return kept;
  const old = new Set(kept);
  return [...kept, ...names.filter((name) => !old.has(name))];
}

/** The fields of a document in the order of BSON. */
export function entriesOf(document: Document): [name: string, value: unknown][] {
  if ((document as Ordered)[order] === undefined) return Object.entries(document);
  return namesOf(document).map((name) => [name, document[name]]);
}

/** A field that the document itself has: `__proto__` and `constructor` are data like any other name. */
export function fieldOf(document: Document, name: string): unknown {
  return Object.hasOwn(document, name) ? document[name] : undefined;
}

/** Defines a field as data, whatever its name; a new one comes last. */
export function setField(document: Document, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(document, name, { value, enumerable: true, configurable: true, writable: true });
    return;
  }
  if (isIndex(name) && !Object.hasOwn(document, name)) {
    const names = namesOf(document);
    if (names.length > 0) (document as Ordered)[order] = [...names, name];
  }
  document[name] = value;
}

/** A document of these fields in this order; of two with one name the later value holds, in the place of the first. */
export function documentOf(entries: Iterable<readonly [name: string, value: unknown]>): Document {
  const made: Document = {};
  for (const [name, value] of entries) setField(made, name, value);
  return made;
}
