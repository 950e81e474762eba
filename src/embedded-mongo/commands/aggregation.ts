import { type Document, ObjectId } from 'bson';
import { compilePipeline } from '../../mongo-language/pipeline/pipeline.js';
import type { Surroundings } from '../../mongo-language/pipeline/stage.js';
import { encode } from '../../mongo-language/values/codec.js';
import { MongoError, notSupported } from '../../mongo-language/values/errors.js';
import { isDocument } from '../../mongo-language/values/values.js';
import { Arguments } from '../arguments.js';
import type { Collection } from '../collection.js';
import type { Command } from '../session.js';
import type { Store } from '../store.js';
import { cursorReply } from '../wire/cursor-reply.js';
import { checkHint, matching } from './reading.js';

type Write = (documents: readonly Document[]) => void;

const withId = ({ _id = new ObjectId(), ...fields }: Document) => ({ _id, ...fields });

/** A database and a collection, named together or by the collection alone. */
function targetOf(target: unknown, database: string): readonly [database: string, collection: string] {
  if (typeof target === 'string') return [database, target];
  if (isDocument(target) && typeof target.coll === 'string') return [String(target.db ?? database), target.coll];
  throw new MongoError(16990, 'the target must be a string or an object with db and coll');
}

/** `$out`: the results in the place of what was there. The indexes stay, and where one is broken nothing has changed. */
function compileOut(target: unknown, database: string, store: Store): Write {
  if (isDocument(target) && 'timeseries' in target) throw notSupported('$out to a time series');
  const [toDatabase, name] = targetOf(target, database);
  return (documents) =>
    store.replace(
      toDatabase,
      name,
      documents.map((document) => encode(withId(document))),
    );
}

/** What `$merge` does with a document that is there already. */
const whenMatched: Readonly<Record<string, (old: Document, made: Document) => Document>> = {
  merge: (old, made) => ({ ...old, ...made, _id: old._id }),
  replace: (old, made) => ({ ...made, _id: old._id }),
  keepExisting: (old) => old,
};

/** `$merge`: each result into the document that has the same `_id`, or beside the others. */
function compileMerge(argument: unknown, database: string, store: Store): Write {
  const {
    into = argument,
    on = '_id',
    whenMatched: matched = 'merge',
    whenNotMatched = 'insert',
    ...others
  } = isDocument(argument) ? argument : {};
  if (Object.keys(others).length > 0) throw notSupported(`$merge with ${Object.keys(others).join(', ')}`);
  if (String(on) !== '_id') throw notSupported('$merge on other fields than _id');
  const combine = whenMatched[String(matched)];
  if (!combine && matched !== 'fail') throw notSupported('$merge with a pipeline');
  const [toDatabase, name] = targetOf(into, database);
  const mergeOne = (collection: Collection, made: Document) => {
    const [old] = combine ? collection.find({ _id: { $eq: made._id } }) : [];
    if (old && combine) collection.replace(old, combine(old.document, made));
    else if (whenNotMatched === 'fail') throw new MongoError(13113, '$merge could not find a matching document');
    else if (whenNotMatched === 'insert') collection.insert(encode(made));
  };
  return (documents) => {
    const collection = store.obtain(toDatabase, name);
    for (const document of documents) mergeOne(collection, withId(document));
  };
}

/** A last stage that writes; the pipeline then has no result. */
function compileWrite(stage: Document | undefined, database: string, store: Store): Write | undefined {
  const [[name, argument] = []] = Object.entries(stage ?? {});
  if (name === '$out') return compileOut(argument, database, store);
  return name === '$merge' ? compileMerge(argument, database, store) : undefined;
}

const aggregate: Command = ({ state }, command) => {
  const args = new Arguments('aggregate', command, {
    known: ['pipeline', 'cursor', 'hint', 'let'],
    ignored: ['allowDiskUse', 'bypassDocumentValidation'],
    refused: ['explain'],
  });
  const { database } = args;
  const name = args.raw('aggregate');
  const pipeline = args.documents('pipeline');
  const collection = typeof name === 'string' ? state.store.find(database, name) : undefined;
  if (typeof name !== 'string' && !('$documents' in (pipeline[0] ?? {})))
    throw notSupported('an aggregation over no collection, save of $documents,');
  checkHint(args, collection);
  const surroundings: Surroundings = {
    variables: args.variables(),
    *find(from, filter) {
      for (const { document } of state.store.find(database, from)?.find(filter) ?? []) yield document;
    },
  };
  const write = compileWrite(pipeline.at(-1), database, state.store);
  const reading = write ? pipeline.slice(0, -1) : pipeline;
  // A leading $match is answered from the indexes.
  const [first, ...rest] = reading;
  const filter = isDocument(first?.$match) && Object.keys(first).length === 1 ? first.$match : undefined;
  const run = compilePipeline(filter ? rest : reading, surroundings);
  const source = matching(collection, filter ?? {}, surroundings.variables);
  const documents = run([...source].map(({ document }) => document));
  write?.(documents);
  const namespace = `${database}.${typeof name === 'string' ? name : '$cmd.aggregate'}`;
  const cursor = new Arguments('cursor', args.document('cursor'), { known: ['batchSize'] });
  const batch = state.cursors.begin(
    namespace,
    write ? [] : documents.map((document) => encode(document)),
    write ? undefined : cursor.count('batchSize'),
    false,
  );
  return cursorReply('firstBatch', batch.documents, batch.id, namespace);
};

export const aggregationCommands: Readonly<Record<string, Command>> = { aggregate };
