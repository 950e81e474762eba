import type { Document } from 'bson';
import { fieldOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { isDocument } from '../values/values.js';
import { isDynamic, readPath } from './paths.js';
import type { Edit } from './tree.js';

/**
 * `$rename` as two edits: the value goes to the one path and from the other. Throws BadValue for paths that mongod does
 * not take.
 */
export function compileRename(from: string, to: unknown): readonly { path: string; edit: Edit }[] {
  if (typeof to !== 'string') throw new MongoError(2, `The 'to' field for $rename must be a string: ${from}: ${to}`);
  const [source, target] = [readPath(from), readPath(to)];
  if (from === to) throw new MongoError(2, `The source and target field for $rename must differ: ${from}: "${to}"`);
  if (from.startsWith(`${to}.`) || to.startsWith(`${from}.`))
    throw new MongoError(2, `The source and target field for $rename must not be on the same path: ${from}: "${to}"`);
  if (source.some(isDynamic)) throw new MongoError(2, `The source field for $rename may not be dynamic: ${from}`);
  if (target.some(isDynamic)) throw new MongoError(2, `The destination field for $rename may not be dynamic: ${to}`);
  const moved = (root: Document) => {
    const value = valueAt(root, source, 'source');
    // Only what is moved can come into an array.
    if (value !== undefined) valueAt(root, target, 'destination');
    return value;
  };
  return [
    {
      path: to,
      edit: (value, { root }) => {
        const arriving = moved(root);
        return arriving === undefined ? value : arriving;
      },
    },
    { path: from, edit: () => undefined },
  ];
}

/** The value at a path through documents. An array on the way is refused: neither end may be a member of one. */
function valueAt(root: Document, parts: readonly string[], end: 'source' | 'destination'): unknown {
  let value: unknown = root;
  for (const [depth, part] of parts.entries()) {
    if (Array.isArray(value))
      throw new MongoError(
        2,
        `The ${end} field cannot be an array element, '${parts.join('.')}' in doc with _id: ${root._id} has an array field called '${parts[depth - 1]}'`,
      );
    if (!isDocument(value)) return undefined;
    value = fieldOf(value, part);
  }
  return value;
}
