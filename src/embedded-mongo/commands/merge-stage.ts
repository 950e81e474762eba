import { type Document, ObjectId } from 'bson';
import { bindAll } from '../../mongo-language/expression/binders.js';
import { compileExpression } from '../../mongo-language/expression/expression.js';
import { collationOf } from '../../mongo-language/expression/variables.js';
import { valueAt } from '../../mongo-language/path/path.js';
import { compileUpdate } from '../../mongo-language/update/update.js';
import { documentOf, entriesOf, namesOf } from '../../mongo-language/values/document.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { equal } from '../../mongo-language/values/order.js';
import { isDocument } from '../../mongo-language/values/values.js';
import { select } from '../planner/run-plan.js';
import type { Collection } from '../storage/collection.js';
import { duplicateKey } from '../storage/duplicate-key.js';
import { idIndexSpec } from '../storage/index-spec.js';
import { encodedContent } from '../storage/record.js';
import { storedForm } from './new-document.js';
import type { WriteContext, WriteStage } from './write-stage.js';
import { targetOf } from './write-stage-target.js';

/** What becomes of a document that is there already; undefined where it stays as it is. */
type Combine = (old: Document, made: Document) => Document | undefined;

const combinations: Readonly<Record<string, Combine>> = {
  merge: (old, made) => documentOf([...entriesOf(old), ...entriesOf(made)]),
  replace: (old, made) => storedForm('_id' in made ? made : documentOf([['_id', old._id], ...entriesOf(made)])),
  keepExisting: () => undefined,
};

const fields = ['into', 'on', 'let', 'whenMatched', 'whenNotMatched'];

function readSpec(argument: unknown): Document {
  if (typeof argument === 'string') return { into: argument };
  if (!isDocument(argument))
    throw new MongoError(51182, '$merge only supports a string or object argument, not another type');
  const unknown = namesOf(argument).find((name) => !fields.includes(name));
  if (unknown) throw new MongoError(40415, `BSON field '$merge.${unknown}' is an unknown field.`);
  return argument;
}

/** The fields by which results and documents are matched. */
function readOn(on: unknown): readonly string[] {
  const names: unknown[] = Array.isArray(on) ? on : [on];
  if (names.length === 0)
    throw new MongoError(51187, "If explicitly specifying $merge 'on', must include at least one field");
  if (!names.every((name) => typeof name === 'string'))
    throw new MongoError(51186, "$merge 'on' array elements must be strings");
  if (new Set(names).size < names.length) throw new MongoError(31465, "Found a duplicate field in $merge 'on'");
  return names;
}

/** `whenMatched`: one of the modes, or a pipeline that sees the result as `$$new`. */
function readWhenMatched(matched: unknown, bound: unknown, { variables }: WriteContext): Combine | 'fail' {
  if (Array.isArray(matched)) {
    if (bound !== undefined && !isDocument(bound))
      throw new MongoError(14, "BSON field '$merge.let' is the wrong type, expected type 'object'");
    const { cells, fill } = bindAll(bound ?? {}, variables, compileExpression);
    const made = { value: undefined as unknown };
    const update = compileUpdate(matched, {
      filter: {},
      arrayFilters: [],
      variables: { ...variables, new: made, ...cells },
    });
    return (old, result) => {
      made.value = result;
      fill(result);
      return update(old, false);
    };
  }
  if (bound !== undefined)
    throw new MongoError(51199, "Cannot use 'let' variables with a whenMatched mode that is no pipeline");
  const mode = String(matched);
  const combine = Object.hasOwn(combinations, mode) ? combinations[mode] : undefined;
  if (combine) return combine;
  if (mode === 'fail') return 'fail';
  throw new MongoError(2, `Enumeration value '${mode}' for field '$merge.whenMatched' is not a valid value.`);
}

/** Throws unless a unique index makes sure that a result matches one document at the most. */
function refuseAmbiguous(collection: Collection | undefined, on: readonly string[]): void {
  const isId = on.length === 1 && on[0] === '_id';
  const isUnique = collection?.indexes.some(
    ({ spec, pattern }) =>
      spec.unique &&
      spec.partialFilterExpression === undefined &&
      pattern.length === on.length &&
      pattern.every(({ path }) => on.includes(path)),
  );
  if (!isId && !isUnique) throw new MongoError(51183, 'Cannot find index to verify that join fields will be unique');
}

/** `$merge`: each result into the document that has the same values in some fields, or beside the others. */
export const compileMerge: WriteStage = (argument, context) => {
  const { into, on = '_id', let: bound, whenMatched = 'merge', whenNotMatched = 'insert' } = readSpec(argument);
  const [toDatabase, name] = targetOf('$merge', into, context.database);
  const { store, options, variables } = context;
  const keys = readOn(on);
  const combine = readWhenMatched(whenMatched, bound, context);
  if (!['insert', 'discard', 'fail'].includes(whenNotMatched))
    throw new MongoError(
      2,
      `Enumeration value '${whenNotMatched}' for field '$merge.whenNotMatched' is not a valid value.`,
    );
  refuseAmbiguous(store.find(toDatabase, name), keys);
  const find = (collection: Collection, made: Document) => {
    const filter = Object.fromEntries(keys.map((path) => [path, { $eq: keyValue(made, path) }]));
    const collation = collationOf(variables) ?? collection.collation;
    const query = { filter, sort: {}, order: undefined, natural: undefined, skip: 0, limit: 1, hint: undefined };
    const [found] = select(collection, { ...query, collation, variables }).records;
    return found;
  };
  const mergeOne = (collection: Collection, result: Document) => {
    const made = keys.includes('_id') && result._id === undefined ? { _id: new ObjectId(), ...result } : result;
    const old = find(collection, made);
    if (!old) {
      if (whenNotMatched === 'insert') collection.insert(encodedContent(storedForm(made)), options);
      else if (whenNotMatched === 'fail')
        throw new MongoError(
          13113,
          '$merge could not find a matching document in the target collection for at least one document in the source collection',
        );
    } else if (combine === 'fail') {
      throw duplicateKey(collection.namespace, idIndexSpec, [old.document._id]);
    } else {
      const combined = combine(old.document, made);
      if (combined && !equal(combined._id, old.document._id))
        throw new MongoError(
          66,
          "$merge failed to update the matching document, did you attempt to modify the _id or the shard key? :: caused by :: Performing an update on the path '_id' would modify the immutable field '_id'",
        );
      if (combined) collection.replace(old, combined, options);
    }
  };
  return (documents) => {
    const collection = store.obtain(toDatabase, name);
    for (const document of documents) mergeOne(collection, document);
  };
};

function keyValue(made: Document, path: string): unknown {
  const value = valueAt(made, path.split('.'));
  if (value === undefined || value === null)
    throw new MongoError(51132, `$merge write error: 'on' field '${path}' cannot be missing, null or undefined`);
  if (Array.isArray(value)) throw new MongoError(51185, `$merge write error: 'on' field '${path}' cannot be an array`);
  return value;
}
