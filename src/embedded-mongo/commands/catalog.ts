import { type Document, Int32, Long } from 'bson';
import { compileFilter } from '../../mongo-language/filter/filter.js';
import { encode } from '../../mongo-language/values/codec.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { cursorReply } from '../wire/cursor-reply.js';
import { Arguments } from './arguments.js';
import type { Command, Context } from './context.js';
import { readCollectionOptions, validationFields } from './create-options.js';

/** Options of `create` that change what a collection does, and that cannot be had here. */
const refusedOptions = [
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
    known: ['capped', 'size', 'max', 'collation', ...validationFields],
    ignored: ['idIndex', 'storageEngine', 'indexOptionDefaults', 'autoIndexId'],
    refused: refusedOptions,
  });
  const name = args.collectionName();
  const options = readCollectionOptions(args);
  if (state.store.find(args.database, name))
    throw new MongoError(48, `Collection ${args.database}.${name} already exists.`);
  state.store.obtain(args.database, name, options);
  return { ok: 1 };
};

const drop: Command = ({ state }, command) => {
  const args = new Arguments('drop', command, {});
  const name = args.collectionName();
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
    documents.map((document) => encode(document)),
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
  const matches = compileFilter(args.document('filter', {}));
  const entries = context.state.store.collections(args.database).map(([name, { options, indexes }]) => ({
    name,
    type: 'collection',
    ...(nameOnly ? {} : { options: options.raw, info: { readOnly: false }, idIndex: indexes[0]?.spec.raw }),
  }));
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
  const nameOnly = args.flag('nameOnly', false);
  const sizes = state.store.databaseNames().map((name) => {
    const bytes = state.store.collections(name).reduce((sum, [, { dataBytes }]) => sum + dataBytes, 0);
    return { name, sizeOnDisk: Long.fromNumber(bytes), empty: bytes === 0 };
  });
  const matches = compileFilter(args.document('filter', {}));
  const databases = sizes.filter((entry) => matches(entry));
  if (nameOnly) return { databases: databases.map(({ name }) => ({ name })), ok: 1 };
  const totalSize = databases.reduce((sum, { sizeOnDisk }) => sum + sizeOnDisk.toNumber(), 0);
  return {
    databases,
    totalSize: Long.fromNumber(totalSize),
    totalSizeMb: Long.fromNumber(Math.trunc(totalSize / 2 ** 20)),
    ok: 1,
  };
};

/** What there is: databases and collections. */
export const catalogCommands: Readonly<Record<string, Command>> = {
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
};
