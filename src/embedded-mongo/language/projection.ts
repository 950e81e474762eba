import type { Document } from 'bson';
import { MongoError, notSupported } from '../errors.js';
import { setField } from './path.js';
import { isDocument, isNumber, toJsNumber } from './values.js';

export type Projection = (document: Document) => Document;

/** The paths of a projection as a tree: `{a: {b: true}}` for `a.b`. */
type Tree = Map<string, Tree | true>;

function plant(tree: Tree, path: string): void {
  let node = tree;
  const parts = path.split('.');
  for (const [index, part] of parts.entries()) {
    const next = node.get(part);
    if (next === true || (index === parts.length - 1 && next)) throw new MongoError(31249, `Path collision at ${path}`);
    if (index === parts.length - 1) {
      node.set(part, true);
      return;
    }
    const branch: Tree = next ?? new Map();
    node.set(part, branch);
    node = branch;
  }
}

/** Keeps only what the tree names, in the document's own order. */
function include(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value))
    return value.filter((member) => isDocument(member) || Array.isArray(member)).map((member) => include(member, tree));
  if (!isDocument(value)) return undefined;
  const kept: Document = {};
  for (const [key, member] of Object.entries(value)) {
    const branch = tree.get(key);
    const part = branch === true ? member : branch ? include(member, branch) : undefined;
    if (part !== undefined) setField(kept, key, part);
  }
  return kept;
}

/** Keeps all but what the tree names. */
function exclude(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((member) => exclude(member, tree));
  if (!isDocument(value)) return value;
  const kept: Document = {};
  for (const [key, member] of Object.entries(value)) {
    const branch = tree.get(key);
    if (branch !== true) setField(kept, key, branch ? exclude(member, branch) : member);
  }
  return kept;
}

function readFlag(path: string, flag: unknown): boolean {
  if (typeof flag === 'boolean') return flag;
  if (isNumber(flag)) return toJsNumber(flag) !== 0;
  const operator = isDocument(flag) ? Object.keys(flag)[0] : undefined;
  throw notSupported(
    operator?.startsWith('$') ? `${operator} in a projection` : `a computed field (${path}) in a projection`,
  );
}

/** Compiles an inclusion or exclusion. Throws MongoError for mixtures, collisions and what is not supported. */
export function compileProjection(spec: Document): Projection {
  const flags = Object.entries(spec).map(([path, flag]) => {
    if (path.endsWith('.$')) throw notSupported('the positional projection');
    return [path, readFlag(path, flag)] as const;
  });
  const fields = flags.filter(([path]) => path !== '_id');
  const id = flags.find(([path]) => path === '_id')?.[1];
  const including = fields[0]?.[1] ?? id ?? true;
  const mixed = fields.find(([, flag]) => flag !== including);
  if (mixed) {
    const [path, flag] = mixed;
    throw flag
      ? new MongoError(31253, `Cannot do inclusion on field ${path} in exclusion projection`)
      : new MongoError(31254, `Cannot do exclusion on field ${path} in inclusion projection`);
  }
  if (flags.length === 0) return (document) => document;
  const tree: Tree = new Map();
  for (const [path] of fields) plant(tree, path);
  if (including ? id !== false : id === false) plant(tree, '_id');
  return including
    ? (document) => include(document, tree) as Document
    : (document) => exclude(document, tree) as Document;
}
