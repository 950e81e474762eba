import type { Document } from 'bson';
import { compileExpression } from '../expression/expression.js';
import type { Expression, Variables } from '../expression/variables.js';
import { entriesOf, fieldOf, setField } from '../values/document.js';
import { MongoError, notSupported } from '../values/errors.js';
import { isDocument, isNumber, toJsNumber } from '../values/values.js';
import { elemMatch, positional, slice } from './find-projection.js';

export type Projection = (document: Document) => Document;

/** A projection as a tree: `{a: {b: true}}` for `a.b`; a leaf is named as it is, or computed. */
type Tree = Map<string, Tree | true | Expression>;

function plant(tree: Tree, path: string, leaf: true | Expression): void {
  let node = tree;
  const parts = path.split('.');
  for (const [index, part] of parts.entries()) {
    const next = node.get(part);
    const isLast = index === parts.length - 1;
    if ((next && !(next instanceof Map)) || (isLast && next)) throw new MongoError(31249, `Path collision at ${path}`);
    const branch = next ?? new Map();
    if (isLast) node.set(part, leaf);
    else node.set(part, branch);
    node = branch as Tree;
  }
}

/** Keeps only what the tree names, in the document's own order; what is computed comes later. */
function include(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value))
    return value.filter((member) => isDocument(member) || Array.isArray(member)).map((member) => include(member, tree));
  if (!isDocument(value)) return undefined;
  const kept: Document = {};
  for (const [key, member] of entriesOf(value)) {
    const branch = tree.get(key);
    const part = branch === true ? member : branch instanceof Map ? include(member, branch) : undefined;
    if (part !== undefined) setField(kept, key, part);
  }
  return kept;
}

/** Keeps all but what the tree names. */
function exclude(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((member) => exclude(member, tree));
  if (!isDocument(value)) return value;
  const kept: Document = {};
  for (const [key, member] of entriesOf(value)) {
    const branch = tree.get(key);
    if (branch === undefined) setField(kept, key, member);
    else if (branch instanceof Map) setField(kept, key, exclude(member, branch));
  }
  return kept;
}

const computes = (tree: Tree): boolean =>
  [...tree.values()].some((branch) => typeof branch === 'function' || (branch instanceof Map && computes(branch)));

/** Sets what the tree computes of the whole document, in each document on the way. */
function compute(value: unknown, tree: Tree, whole: Document): unknown {
  if (Array.isArray(value)) return value.map((member) => compute(member, tree, whole));
  const made: Document = isDocument(value) ? { ...value } : {};
  for (const [key, branch] of tree) {
    if (branch === true || (branch instanceof Map && !computes(branch))) continue;
    const computed = branch instanceof Map ? compute(fieldOf(made, key), branch, whole) : branch(whole);
    if (computed === undefined) delete made[key];
    else setField(made, key, computed);
  }
  return made;
}

/** The leaves of `{'a.b': 1, a: {c: '$x'}}` by dotted path. */
function leaves(spec: Document, prefix = ''): (readonly [path: string, leaf: unknown])[] {
  return entriesOf(spec).flatMap(([key, leaf]) => {
    if (key.startsWith('$')) throw new MongoError(16410, `Field names may not start with '$': ${key}`);
    const path = `${prefix}${key}`;
    const isBranch = isDocument(leaf) && !Object.keys(leaf)[0]?.startsWith('$');
    if (isBranch && Object.keys(leaf).length === 0)
      throw new MongoError(51270, 'An empty sub-projection is not a valid value');
    return isBranch ? leaves(leaf, `${path}.`) : [[path, leaf] as const];
  });
}

interface Options {
  readonly variables: Variables;
  /** The query of `find`, whose projections know three operators more. */
  readonly query?: Document;
}

/** A projection, taken apart. */
interface Parts {
  readonly flags: (readonly [path: string, flag: boolean])[];
  readonly computed: (readonly [path: string, expression: Expression])[];
  /** What `find`'s `$slice` and `.$` make of the document before anything is taken out of it. */
  readonly before: Projection[];
  readonly sliced: string[];
}

function readParts(spec: Document, { variables, query }: Options): Parts {
  const parts: Parts = { flags: [], computed: [], before: [], sliced: [] };
  for (const [path, leaf] of leaves(spec)) {
    const [operator, argument] = (query && isDocument(leaf) ? Object.entries(leaf)[0] : undefined) ?? [];
    if (typeof leaf === 'boolean' || isNumber(leaf)) {
      const flag = typeof leaf === 'boolean' ? leaf : toJsNumber(leaf) !== 0;
      const isPositional = query && path.endsWith('.$');
      if (isPositional && !flag) throw new MongoError(31395, 'positional projection cannot be used with exclusion');
      if (isPositional) parts.before.push(positional(path.slice(0, -2), query, variables));
      parts.flags.push([isPositional ? path.slice(0, -2) : path, flag]);
    } else if (operator === '$slice' && !(Array.isArray(argument) && argument.some((part) => !isNumber(part)))) {
      parts.before.push(slice(path, argument));
      parts.sliced.push(path);
    } else if (operator === '$elemMatch') {
      parts.computed.push([path, elemMatch(path, argument, variables)]);
    } else {
      parts.computed.push([path, compileExpression(leaf, variables)]);
    }
  }
  return parts;
}

/** Does the projection name what stays? A mixture is an error, save for `_id`. */
function isInclusion({ flags, computed, sliced }: Parts): boolean {
  const fields = flags.filter(([path]) => path !== '_id');
  const id = flags.find(([path]) => path === '_id')?.[1];
  const including = fields[0]?.[1] ?? (computed.length > 0 || (id ?? false));
  const mixed = fields.find(([, flag]) => flag !== including);
  if (mixed?.[1]) throw new MongoError(31253, `Cannot do inclusion on field ${mixed[0]} in exclusion projection`);
  if (mixed) throw new MongoError(31254, `Cannot do exclusion on field ${mixed[0]} in inclusion projection`);
  if (computed.length > 0 && !including) throw notSupported('a computed field in an exclusion projection');
  if (sliced.length > 0 && id && fields.length === 0) throw notSupported('$slice beside nothing but _id: 1');
  return including;
}

/** Compiles a projection. Throws MongoError for mixtures, collisions and what is not supported. */
export function compileProjection(spec: Document, options: Options): Projection {
  const parts = readParts(spec, options);
  const { flags, computed, before, sliced } = parts;
  const including = isInclusion(parts);
  const tree: Tree = new Map();
  for (const [path] of flags) if (path !== '_id') plant(tree, path, true);
  for (const path of including ? sliced : []) plant(tree, path, true);
  for (const [path, expression] of computed) plant(tree, path, expression);
  // `_id` stays unless it is told to go.
  const idStays = flags.find(([path]) => path === '_id')?.[1] ?? true;
  if (idStays === including && !tree.has('_id')) tree.set('_id', true);
  return (document) => {
    const prepared = before.reduce((current, step) => step(current), document);
    const kept = including ? include(prepared, tree) : exclude(prepared, tree);
    return (computed.length > 0 ? compute(kept, tree, document) : kept) as Document;
  };
}
