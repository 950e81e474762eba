import type { Document } from 'bson';
import { entriesOf, fieldOf, isIndex, setField } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { isDocument, typeAlias } from '../values/values.js';
import { type Context, merge, type Node } from './tree.js';

/** mongod pads an array with nulls up to a far index, up to this many. */
const maxPadding = 1_500_000;

type Fields = Extract<Node, { kind: 'fields' }>;
type Members = Extract<Node, { kind: 'members' }>;

/** The document with the tree's edits made; what no edit is about is shared with the old one, which is not changed. */
export function applyTree(document: Document, root: Fields, context: Context): Document {
  return editFields(document, root, [], context);
}

function edit(value: unknown, node: Node, path: readonly string[], context: Context): unknown {
  if (node.kind === 'edit') return node.edit(value, context);
  if (node.kind === 'members') return editMembers(value, node, path, context);
  if (isDocument(value)) return editFields(value, node, path, context);
  if (Array.isArray(value)) return editPlaces(value, node, path, context);
  if (value === undefined) {
    const made = editFields({}, node, path, context);
    return Object.keys(made).length === 0 ? undefined : made;
  }
  refuseCreation(value, node, path, context);
  return value;
}

/**
 * Throws PathNotViable (28) when an edit would make a field in what is neither a document nor, by a number, an array.
 */
function refuseCreation(value: unknown, node: Fields, path: readonly string[], context: Context): void {
  for (const [name, child] of node.children) {
    if (edit(undefined, child, [...path, name], context) === undefined) continue;
    throw notViable(name, path, value);
  }
}

function notViable(name: string, path: readonly string[], value: unknown): MongoError {
  const inside = `{${path.at(-1)}: ${Array.isArray(value) ? '[…]' : String(value)}}`;
  return new MongoError(28, `Cannot create field '${name}' in element ${inside}`);
}

/** The children by the names that they have in this document: `$` is the place that the query found. */
function placed(node: Fields, path: readonly string[], context: Context): ReadonlyMap<string, Node> {
  const positional = node.children.get('$');
  if (!positional) return node.children;
  const children = new Map(node.children);
  children.delete('$');
  const position = context.position();
  const other = children.get(position);
  children.set(position, other ? merge(other, positional, [...path, position].join('.')) : positional);
  return children;
}

function editFields(document: Document, node: Fields, path: readonly string[], context: Context): Document {
  const edits = placed(node, path, context);
  const made: Document = {};
  for (const [name, value] of entriesOf(document)) {
    const child = edits.get(name);
    const edited = child ? edit(value, child, [...path, name], context) : value;
    if (child && edited !== undefined) refuseDollarName(name, path);
    if (edited !== undefined || !child) setField(made, name, edited);
  }
  for (const [name, child] of edits) {
    if (Object.hasOwn(document, name)) continue;
    const added = edit(fieldOf(document, name), child, [...path, name], context);
    if (added === undefined) continue;
    refuseDollarName(name, path);
    setField(made, name, added);
  }
  return made;
}

/** At the top no name may begin with `$`; below it may, since 5.0. */
function refuseDollarName(name: string, path: readonly string[]): void {
  if (path.length === 0 && name.startsWith('$'))
    throw new MongoError(52, `The dollar ($) prefixed field '${name}' in '${name}' is not valid for storage.`);
}

/** Edits members of an array by their places. */
function editPlaces(array: readonly unknown[], node: Fields, path: readonly string[], context: Context): unknown[] {
  const copy = [...array];
  for (const [name, child] of placed(node, path, context)) {
    const index = isIndex(name) ? Number(name) : undefined;
    const edited = edit(index === undefined ? undefined : copy[index], child, [...path, name], context);
    if (index === undefined) {
      if (edited !== undefined) throw notViable(name, path, array);
    } else if (edited === undefined) {
      // A member that is unset leaves null, so that the others keep their places.
      if (index < copy.length) copy[index] = null;
    } else {
      if (index - array.length > maxPadding) throw new MongoError(2, `can't backfill more than ${maxPadding} elements`);
      while (copy.length < index) copy.push(null);
      copy[index] = edited;
    }
  }
  return copy;
}

function editMembers(value: unknown, node: Members, path: readonly string[], context: Context): unknown {
  const place = path.join('.');
  if (value === undefined)
    throw new MongoError(2, `The path '${place}' must exist in the document in order to apply array updates.`);
  if (!Array.isArray(value))
    throw new MongoError(2, `Cannot apply array updates to non-array element ${path.at(-1)}: ${typeAlias(value)}`);
  return value.map((member, index) => {
    const at = `${place}.${index}`;
    let child: Node | undefined;
    for (const [identifier, candidate] of node.children) {
      if (identifier !== '' && !node.matchers.get(identifier)?.(member)) continue;
      child = child ? merge(child, candidate, at) : candidate;
    }
    return child ? (edit(member, child, [...path, String(index)], context) ?? null) : member;
  });
}
