import { type Document, Int32, serialize } from 'bson';
import { Arguments } from '../arguments.js';
import type { Collection } from '../collection.js';
import { MongoError, notSupported } from '../errors.js';
import type { IndexSpec } from '../hash-index.js';
import { compileFilter } from '../language/filter.js';
import { keyOf } from '../language/order.js';
import { isDocument, isNumber, toJsNumber } from '../language/values.js';
import type { Command, Context } from '../session.js';
import { cursorReply } from '../wire/cursor-reply.js';

/** Options of `create` that change what a collection does; none of them can be had here. */
const refusedCollectionOptions = [
  'capped',
  'size',
  'max',
  'validator',
  'timeseries',
  'expireAfterSeconds',
  'clusteredIndex',
  'viewOn',
  'pipeline',
  'changeStreamPreAndPostImages',
  'encryptedFields',
];

const create: Command = ({ state }, command) => {
  const args = new Arguments('create', command, {
    ignored: ['idIndex', 'storageEngine', 'indexOptionDefaults', 'autoIndexId', 'validationLevel', 'validationAction'],
    refused: refusedCollectionOptions,
  });
  const name = args.text('create');
  if (state.store.find(args.database, name))
    throw new MongoError(48, `Collection ${args.database}.${name} already exists.`);
  state.store.obtain(args.database, name);
  return { ok: 1 };
};

const drop: Command = ({ state }, command) => {
  const args = new Arguments('drop', command, {});
  const name = args.text('drop');
  const collection = state.store.find(args.database, name);
  if (!collection || !state.store.drop(args.database, name)) return { ok: 1 };
  return { nIndexesWas: new Int32(collection.indexes.length), ns: collection.namespace, ok: 1 };
};

const dropDatabase: Command = ({ state }, command) => {
  const args = new Arguments('dropDatabase', command, {});
  return state.store.dropDatabase(args.database) ? { dropped: args.database, ok: 1 } : { ok: 1 };
};

/** A whole result as one cursor, as the list commands answer. */
function listed({ state }: Context, args: Arguments, namespace: string, documents: readonly Document[]): Uint8Array {
  const cursor = new Arguments('cursor', args.document('cursor', {}), { known: ['batchSize'] });
  const batch = state.cursors.begin(
    namespace,
    documents.map((document) => serialize(document)),
    cursor.count('batchSize'),
    false,
  );
  return cursorReply('firstBatch', batch.documents, batch.id, namespace);
}

const listCollections: Command = (context, command) => {
  const args = new Arguments('listCollections', command, {
    known: ['filter', 'cursor', 'nameOnly'],
    ignored: ['authorizedCollections'],
  });
  const nameOnly = args.flag('nameOnly', false);
  const entries = context.state.store.collections(args.database).map(([name]) => ({
    name,
    type: 'collection',
    ...(nameOnly
      ? {}
      : {
          options: {},
          info: { readOnly: false },
          idIndex: { v: new Int32(2), key: { _id: new Int32(1) }, name: '_id_' },
        }),
  }));
  return listed(
    context,
    args,
    `${args.database}.$cmd.listCollections`,
    entries.filter(compileFilter(args.document('filter', {}))),
  );
};

const listDatabases: Command = ({ state }, command) => {
  const args = new Arguments('listDatabases', command, {
    known: ['filter', 'nameOnly'],
    ignored: ['authorizedDatabases'],
  });
  const databases = state.store
    .databaseNames()
    .map((name) => ({ name, ...(args.flag('nameOnly', false) ? {} : { sizeOnDisk: new Int32(0), empty: false }) }))
    .filter(compileFilter(args.document('filter', {})));
  return { databases, totalSize: 0, totalSizeMb: 0, ok: 1 };
};

/** Reads one entry of `createIndexes`. Refuses kinds and options that this server cannot keep. */
function readIndex(entry: Document): IndexSpec {
  const args = new Arguments('createIndexes.indexes', entry, {
    known: ['key', 'name', 'unique', 'sparse', 'partialFilterExpression'],
    ignored: ['v', 'background', 'ns', 'storageEngine'],
    refused: [
      'expireAfterSeconds',
      'hidden',
      'weights',
      'default_language',
      'language_override',
      'textIndexVersion',
      '2dsphereIndexVersion',
      'bits',
      'min',
      'max',
      'wildcardProjection',
      'prepareUnique',
    ],
  });
  const key = args.document('key');
  const fields = Object.entries(key);
  if (fields.length === 0) throw new MongoError(67, 'Index keys cannot be empty.');
  for (const [path, kind] of fields) {
    if (typeof kind === 'string') throw notSupported(`a ${kind} index`);
    if (path.includes('$**')) throw notSupported('a wildcard index');
    if (!isNumber(kind) || toJsNumber(kind) === 0)
      throw new MongoError(67, `Values in v:2 index key pattern must be numbers, and not zero: ${path}`);
  }
  const partial = args.has('partialFilterExpression') ? args.document('partialFilterExpression') : undefined;
  return {
    name: args.text('name'),
    key,
    unique: args.flag('unique', false),
    sparse: args.flag('sparse', false),
    partialFilterExpression: partial,
    raw: { v: new Int32(2), ...entry },
  };
}

const sameOptions = (a: IndexSpec, b: IndexSpec) =>
  a.unique === b.unique &&
  a.sparse === b.sparse &&
  keyOf(a.partialFilterExpression) === keyOf(b.partialFilterExpression);

/** Is the index there already? Throws when another one stands in its way. */
function exists(collection: Collection, wanted: IndexSpec): boolean {
  for (const { spec } of collection.indexes) {
    const sameKey = keyOf(spec.key) === keyOf(wanted.key);
    if (spec.name === wanted.name) {
      if (sameKey && (spec.name === '_id_' || sameOptions(spec, wanted))) return true;
      throw new MongoError(
        86,
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${wanted.name}, existing index: ${spec.name}`,
      );
    }
    if (sameKey && spec.name === '_id_') return true;
    if (
      sameKey &&
      keyOf(spec.partialFilterExpression) === keyOf(wanted.partialFilterExpression) &&
      spec.sparse === wanted.sparse
    ) {
      throw new MongoError(85, `Index already exists with a different name: ${spec.name}`);
    }
  }
  return false;
}

const createIndexes: Command = ({ state }, command) => {
  const args = new Arguments('createIndexes', command, { known: ['indexes'], ignored: ['commitQuorum'] });
  const specs = args.documents('indexes').map(readIndex);
  if (specs.length === 0) throw new MongoError(2, 'Must specify at least one index to create');
  const created = state.store.find(args.database, args.text('createIndexes')) === undefined;
  const collection = state.store.obtain(args.database, args.text('createIndexes'));
  const before = collection.indexes.length;
  for (const spec of specs) if (!exists(collection, spec)) collection.createIndex(spec);
  const after = collection.indexes.length;
  return {
    numIndexesBefore: new Int32(before),
    numIndexesAfter: new Int32(after),
    createdCollectionAutomatically: created,
    ...(before === after ? { note: 'all indexes already exist' } : {}),
    ok: 1,
  };
};

function existing({ state }: Context, args: Arguments, name: string): Collection {
  const collection = state.store.find(args.database, name);
  if (!collection) throw new MongoError(26, `ns does not exist: ${args.database}.${name}`);
  return collection;
}

const listIndexes: Command = (context, command) => {
  const args = new Arguments('listIndexes', command, { known: ['cursor'] });
  const collection = existing(context, args, args.text('listIndexes'));
  return listed(
    context,
    args,
    collection.namespace,
    collection.indexes.map(({ spec }) => spec.raw),
  );
};

const dropIndexes: Command = (context, command) => {
  const args = new Arguments('dropIndexes', command, { known: ['index'] });
  const collection = existing(context, args, args.text('dropIndexes'));
  const nIndexesWas = new Int32(collection.indexes.length);
  for (const name of namesToDrop(collection, args.raw('index'))) collection.dropIndex(name);
  return { nIndexesWas, ok: 1 };
};

/** `index` is `*`, a name, several names, or a key. */
function namesToDrop(collection: Collection, index: unknown): string[] {
  const names = collection.indexes.map(({ spec }) => spec.name).filter((name) => name !== '_id_');
  if (index === '*') return names;
  if (typeof index === 'string') return [index];
  if (Array.isArray(index)) return index.map(String);
  const found = isDocument(index) ? collection.indexes.find(({ spec }) => keyOf(spec.key) === keyOf(index)) : undefined;
  if (!found) throw new MongoError(27, `can't find index with key: ${JSON.stringify(index)}`);
  return [found.spec.name];
}

/** What there is: databases, collections, indexes. */
export const catalogCommands: Readonly<Record<string, Command>> = {
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  createIndexes,
  listIndexes,
  dropIndexes,
  deleteIndexes: dropIndexes,
};
