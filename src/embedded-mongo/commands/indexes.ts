import { type Document, Int32 } from 'bson';
import { MongoError, notSupported } from '../../mongo-language/values/errors.js';
import { keyOf } from '../../mongo-language/values/key.js';
import { isDocument, isNumber, toJsNumber } from '../../mongo-language/values/values.js';
import type { Collection } from '../storage/collection.js';
import type { IndexSpec } from '../storage/hash-index.js';
import { Arguments } from './arguments.js';
import { listed } from './catalog.js';
import type { Command, Context } from './context.js';

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
  const made: string[] = [];
  try {
    for (const spec of specs) {
      if (exists(collection, spec)) continue;
      collection.createIndex(spec);
      made.push(spec.name);
    }
  } catch (error) {
    // All of them or none.
    for (const name of made) collection.dropIndex(name);
    throw error;
  }
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

export const indexCommands: Readonly<Record<string, Command>> = {
  createIndexes,
  listIndexes,
  dropIndexes,
  deleteIndexes: dropIndexes,
};
