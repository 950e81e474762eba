import { Int32 } from 'bson';
import { MongoError } from '../../mongo-language/values/errors.js';
import { keyOf } from '../../mongo-language/values/key.js';
import { isDocument } from '../../mongo-language/values/values.js';
import type { Collection } from '../storage/collection.js';
import { type IndexSpec, idIndexName } from '../storage/index-spec.js';
import { documentText } from '../storage/shell-text.js';
import { Arguments } from './arguments.js';
import { listed } from './catalog.js';
import type { Command, Context } from './context.js';
import { readIndex } from './index-arguments.js';

/** Do two specs stand for one index in mongod's eyes, whatever their names and other options? */
const sameIndex = (a: IndexSpec, b: IndexSpec) =>
  keyOf(a.key) === keyOf(b.key) &&
  a.unique === b.unique &&
  a.sparse === b.sparse &&
  a.collation?.identity === b.collation?.identity &&
  keyOf(a.partialFilterExpression) === keyOf(b.partialFilterExpression);

/** Is the index there already? Throws when another one stands in its way. */
function exists(collection: Collection, wanted: IndexSpec): boolean {
  const requested = documentText(wanted.raw);
  const specs = collection.indexes.map(({ spec }) => spec);
  const named = specs.find(({ name }) => name === wanted.name);
  if (named?.name === idIndexName) return true;
  if (named && !sameIndex(named, wanted)) {
    throw new MongoError(
      86,
      `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${requested}, existing index: ${documentText(named.raw)}`,
    );
  }
  const same = named ?? specs.find((spec) => sameIndex(spec, wanted));
  if (!same) return false;
  if (same.expireAfterSeconds !== wanted.expireAfterSeconds) {
    const how = named ? 'the same name but different options' : 'a different name and options';
    throw new MongoError(
      85,
      `An equivalent index already exists with ${how}. Requested index: ${requested}, existing index: ${documentText(same.raw)}`,
    );
  }
  if (!named) throw new MongoError(85, `Index already exists with a different name: ${same.name}`);
  return true;
}

/** mongod's limit, `_id_` included. */
const maxIndexes = 64;

const createIndexes: Command = ({ state }, command) => {
  const args = new Arguments('createIndexes', command, { known: ['indexes'], ignored: ['commitQuorum'] });
  const name = args.collectionName();
  const entries = args.documents('indexes');
  if (entries.length === 0) throw new MongoError(2, 'Must specify at least one index to create');
  const found = state.store.find(args.database, name);
  const specs = entries.map((entry) => readIndex(entry, found?.collation));
  const collection = state.store.obtain(args.database, name);
  const before = collection.indexes.length;
  const made: string[] = [];
  try {
    for (const spec of specs) {
      if (exists(collection, spec)) continue;
      if (collection.indexes.length >= maxIndexes)
        throw new MongoError(
          67,
          `add index fails, too many indexes for ${collection.namespace} key:${documentText(spec.key)}`,
        );
      collection.createIndex(spec);
      made.push(spec.name);
    }
  } catch (error) {
    // All of them or none.
    for (const index of made) collection.dropIndex(index);
    if (!found) state.store.drop(args.database, name);
    throw error;
  }
  const after = collection.indexes.length;
  return {
    numIndexesBefore: new Int32(before),
    numIndexesAfter: new Int32(after),
    createdCollectionAutomatically: found === undefined,
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
  const collection = existing(context, args, args.collectionName());
  return listed(
    context,
    args,
    collection.namespace,
    collection.indexes.map(({ spec }) => spec.raw),
  );
};

const dropIndexes: Command = (context, command) => {
  const args = new Arguments('dropIndexes', command, { known: ['index'] });
  const collection = existing(context, args, args.collectionName());
  const nIndexesWas = new Int32(collection.indexes.length);
  const names = namesToDrop(collection, args.raw('index'));
  // All of them or none.
  for (const name of names) collection.refuseDrop(name);
  for (const name of names) collection.dropIndex(name);
  return { nIndexesWas, ok: 1 };
};

/** `index` is `*`, a name, several names, or a key. */
function namesToDrop(collection: Collection, index: unknown): string[] {
  const names = collection.indexes.map(({ spec }) => spec.name).filter((name) => name !== idIndexName);
  if (index === '*') return names;
  if (typeof index === 'string') return [index];
  if (Array.isArray(index)) return index.map(String);
  if (index === undefined)
    throw new MongoError(40414, "BSON field 'dropIndexes.index' is missing but a required field");
  if (!isDocument(index))
    throw new MongoError(
      14,
      "BSON field 'dropIndexes.index' is the wrong type, expected types '[string, object, array]'",
    );
  const found = collection.indexes.filter(({ spec }) => keyOf(spec.key) === keyOf(index)).map(({ spec }) => spec.name);
  const [only, ...others] = found;
  if (only === undefined) throw new MongoError(27, `can't find index with key: ${documentText(index)}`);
  if (others.length > 0) throw new MongoError(181, `${found.length} indexes found for key: ${documentText(index)}`);
  return [only];
}

export const indexCommands: Readonly<Record<string, Command>> = {
  createIndexes,
  listIndexes,
  dropIndexes,
  deleteIndexes: dropIndexes,
};
