import type { Document } from 'bson';
import { isIndex } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import type { Matchers } from './array-filters.js';
import { identifierIn } from './paths.js';

/** What an edit sees besides the value. */
export interface Context {
  /** The document as it was found. */
  readonly root: Document;
  readonly isInsert: boolean;
  /** What `$` stands for; throws where the query found no place. */
  readonly position: () => string;
}

/**
 * What becomes of the value at a path. `undefined` is no value: it comes in where there is none, and goes out where
 * there shall be none.
 */
export type Edit = (value: unknown, context: Context) => unknown;

/** The edits of an update as a tree of the parts of their paths, so that a document is gone through once. */
export type Node =
  | { readonly kind: 'edit'; readonly edit: Edit }
  | { readonly kind: 'fields'; readonly children: Map<string, Node> }
  /** Under `$[]` and `$[name]`; the names are those of array filters. */
  | { readonly kind: 'members'; readonly children: Map<string, Node>; readonly matchers: Matchers };

export const fields = (): Extract<Node, { kind: 'fields' }> => ({ kind: 'fields', children: new Map() });

const conflict = (path: string, at: string) =>
  new MongoError(40, `Updating the path '${path}' would create a conflict at '${at}'`);

/**
 * Adds an edit at a path. Throws ConflictingUpdateOperators (40) where another edit is on the way, and BadValue (2) for
 * an identifier without an array filter.
 */
export function plant(root: Node, parts: readonly string[], edit: Node, matchers: Matchers): void {
  const path = parts.join('.');
  let node = root;
  for (const [depth, part] of parts.entries()) {
    const at = parts.slice(0, depth + 1).join('.');
    const identifier = identifierIn(part);
    if (identifier !== undefined && identifier !== '' && !matchers.has(identifier))
      throw new MongoError(2, `No array filter found for identifier '${identifier}' in path '${path}'`);
    const kind = identifier === undefined ? 'fields' : 'members';
    if (node.kind !== kind) throw conflict(path, parts.slice(0, depth).join('.'));
    const name = identifier ?? part;
    const next = node.children.get(name);
    if (depth === parts.length - 1) {
      if (next) throw conflict(path, at);
      node.children.set(name, edit);
      return;
    }
    if (next?.kind === 'edit') throw conflict(path, at);
    const below = next ?? nodeAbove(parts[depth + 1] ?? '', matchers);
    node.children.set(name, below);
    node = below;
  }
}

function nodeAbove(part: string, matchers: Matchers): Node {
  return identifierIn(part) === undefined ? fields() : { kind: 'members', children: new Map(), matchers };
}

/**
 * Fields are added in the order of their names, those that are numbers in the order of numbers (MongoDB manual, update
 * operators, since 5.0).
 */
export function inOrder(node: Node): Node {
  if (node.kind === 'edit') return node;
  const children = new Map(
    [...node.children].sort(([a], [b]) => compareNames(a, b)).map(([name, child]) => [name, inOrder(child)] as const),
  );
  return { ...node, children };
}

function compareNames(a: string, b: string): number {
  if (isIndex(a) && isIndex(b)) return a.length - b.length || (a < b ? -1 : Number(a > b));
  return a < b ? -1 : Number(a > b);
}

/**
 * Two edits of one place, as when `$` and `0` turn out to be the same. Throws ConflictingUpdateOperators where they
 * overlap.
 */
export function merge(a: Node, b: Node, at: string): Node {
  if (a.kind === 'edit' || b.kind === 'edit' || a.kind !== b.kind)
    throw new MongoError(40, `Update created a conflict at '${at}'`);
  const children = new Map(a.children);
  for (const [name, child] of b.children) {
    const own = children.get(name);
    children.set(name, own ? merge(own, child, `${at}.${name}`) : child);
  }
  return { ...a, children };
}
