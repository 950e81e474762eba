import { type Document, Int32, serialize } from 'bson';
import { compileFilter } from '../../mongo-language/filter/filter.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { Arguments } from '../arguments.js';
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
export function listed(
  { state }: Context,
  args: Arguments,
  namespace: string,
  documents: readonly Document[],
): Uint8Array {
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
  const matches = compileFilter(args.document('filter', {}));
  return listed(
    context,
    args,
    `${args.database}.$cmd.listCollections`,
    entries.filter((entry) => matches(entry)),
  );
};

const listDatabases: Command = ({ state }, command) => {
  const args = new Arguments('listDatabases', command, {
    known: ['filter', 'nameOnly'],
    ignored: ['authorizedDatabases'],
  });
  const matches = compileFilter(args.document('filter', {}));
  const databases = state.store
    .databaseNames()
    .map((name) => ({ name, ...(args.flag('nameOnly', false) ? {} : { sizeOnDisk: new Int32(0), empty: false }) }))
    .filter((entry) => matches(entry));
  return { databases, totalSize: 0, totalSizeMb: 0, ok: 1 };
};

/** What there is: databases and collections. */
export const catalogCommands: Readonly<Record<string, Command>> = {
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
};
