import type { Document } from 'bson';
import type { Variables } from '../expression/variables.js';
import { entriesOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { isDocument, typeAlias } from '../values/values.js';
import { applyTree } from './apply.js';
import { compileArrayFilters } from './array-filters.js';
import { updateOperators } from './operators.js';
import { readPath } from './paths.js';
import { compileRename } from './rename.js';
import { type Context, fields, inOrder, type Node, plant } from './tree.js';

interface Modifiers {
  readonly apply: (document: Document, context: Context) => Document;
  /** Is there a `$` in a path, so that the query's place in an array must be known? */
  readonly isPositional: boolean;
}

/** Compiles `{$set: {…}, $inc: {…}}`: names, paths, arguments, conflicts and array filters are all judged here. */
export function compileOperators(update: Document, arrayFilters: readonly Document[], variables: Variables): Modifiers {
  const edits = entriesOf(update).flatMap(([operator, argument]) => readModifier(operator, argument, variables));
  const matchers = compileArrayFilters(arrayFilters, update, variables);
  const root = fields();
  for (const { path, node } of edits) plant(root, readPath(path), node, matchers);
  const ordered = inOrder(root);
  if (ordered.kind !== 'fields') throw new Error('the root of an update is a document');
  return {
    apply: (document, context) => applyTree(document, ordered, context),
    isPositional: edits.some(({ path }) => path.split('.').includes('$')),
  };
}

interface PlannedEdit {
  readonly path: string;
  readonly node: Node;
}

function readModifier(operator: string, argument: unknown, variables: Variables): readonly PlannedEdit[] {
  const make = Object.hasOwn(updateOperators, operator) ? updateOperators[operator] : undefined;
  if (!make && operator !== '$rename')
    throw new MongoError(
      9,
      `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  if (!isDocument(argument))
    throw new MongoError(
      9,
      `Modifiers operate on fields but we found type ${typeAlias(argument)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${argument}}`,
    );
  return entriesOf(argument).flatMap(([path, value]) => {
    readPath(path);
    if (make) return [{ path, node: { kind: 'edit', edit: make(value, path, variables) } as Node }];
    return compileRename(path, value).map(({ path: at, edit }) => ({ path: at, node: { kind: 'edit', edit } as Node }));
  });
}
