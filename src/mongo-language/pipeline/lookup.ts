import { BSONRegExp, type Document } from 'bson';
import { bindAll } from '../expression/binders.js';
import { compileExpression } from '../expression/expression.js';
import { editAt } from '../path/edit.js';
import { valuesAt } from '../path/path.js';
import { MongoError, notSupported } from '../values/errors.js';
import { isDocument } from '../values/values.js';
import type { CompileStages, Pipeline, Surroundings } from './stage.js';

/**
 * The other side's documents with the same value; of an array, with the value of a member; of none, with none or null.
 */
function compileEquality(from: string, localField: string, foreignField: string, { find }: Surroundings) {
  return (document: Document): readonly Document[] => {
    const reached = valuesAt(document, localField).filter((value) => value !== undefined);
    const values = reached.flatMap((value) => (Array.isArray(value) ? value : [value]));
    if (values.some((value) => value instanceof BSONRegExp)) throw notSupported('$lookup by a regular expression');
    if (values.length > 0) return [...find(from, { [foreignField]: { $in: values } })];
    const without = [...find(from, { [foreignField]: null })];
    // Whether an empty array finds what has no value differs between the engines of mongod.
    if (reached.length > 0 && without.length > 0) throw notSupported('$lookup by an empty array');
    return without;
  };
}

/** `$lookup`: by equal fields, by a pipeline with variables, or both. */
export function compileLookup(argument: unknown, surroundings: Surroundings, compile: CompileStages): Pipeline {
  if (!isDocument(argument)) throw new MongoError(9, 'the $lookup stage specification must be an object');
  const { from, as, localField, foreignField, let: bound = {}, pipeline, ...others } = argument;
  const unknown = Object.keys(others)[0];
  if (unknown) throw new MongoError(9, `unknown argument to $lookup: ${unknown}`);
  if (typeof from !== 'string') throw notSupported('$lookup from no collection');
  if (typeof as !== 'string' || !isDocument(bound)) throw new MongoError(9, '$lookup needs `as`, a string');
  if ((localField === undefined) !== (foreignField === undefined) || (localField === undefined && !pipeline))
    throw new MongoError(9, '$lookup requires both or neither of localField and foreignField, or a pipeline');
  const candidates =
    localField === undefined
      ? () => [...surroundings.find(from, {})]
      : compileEquality(from, localField, foreignField, surroundings);
  const { cells, fill } = bindAll(bound, surroundings.variables, compileExpression);
  const run = compile(pipeline ?? [], { ...surroundings, variables: { ...surroundings.variables, ...cells } });
  return (documents) =>
    documents.map((document) => {
      fill(document);
      const found = run(candidates(document));
      return editAt(document, as.split('.'), () => found);
    });
}
