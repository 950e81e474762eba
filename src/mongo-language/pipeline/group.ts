import type { Document } from 'bson';
import { compileExpression } from '../expression/expression.js';
import { collationOf, type Variables } from '../expression/variables.js';
import { documentOf, entriesOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { keyOf } from '../values/key.js';
import { isDocument } from '../values/values.js';
import { compileAccumulators } from './accumulators.js';

interface Group {
  readonly id: unknown;
  readonly members: Document[];
}

/** The `$group` stage. */
export function compileGroup(spec: unknown, variables: Variables): (documents: readonly Document[]) => Document[] {
  if (!isDocument(spec)) throw new MongoError(15947, "a group's fields must be specified in an object");
  if (!Object.hasOwn(spec, '_id')) throw new MongoError(15955, 'a group specification must include an _id');
  const id = compileExpression(spec._id, variables);
  const accumulate = compileAccumulators(documentOf(entriesOf(spec).filter(([name]) => name !== '_id')), variables);
  const collation = collationOf(variables);
  return (documents) => {
    const groups = new Map<string, Group>();
    for (const document of documents) {
      const value = id(document) ?? null;
      const key = keyOf(value, collation);
      const group = groups.get(key);
      if (group) group.members.push(document);
      else groups.set(key, { id: value, members: [document] });
    }
    return [...groups.values()].map((group) => ({ _id: group.id, ...accumulate(group.members, group.id) }));
  };
}
