import { type Document, Int32 } from 'bson';
import { MongoError } from '../../mongo-language/values/errors.js';
import { keyOf } from '../../mongo-language/values/key.js';
import type { Collection } from '../storage/collection.js';
import { type IndexSpec, idIndexName } from '../storage/index-spec.js';
import { Arguments } from './arguments.js';
import type { Command } from './context.js';
import { readValidation, validationFields } from './create-options.js';
import { readExpiry } from './index-arguments.js';

/** The index that `collMod` names, by name or by key. */
function indexToChange(collection: Collection, args: Arguments): IndexSpec {
  if (args.has('name') === args.has('keyPattern'))
    throw new MongoError(72, 'must specify either index name or key pattern');
  const found = collection.indexes.find(({ spec }) =>
    args.has('name') ? spec.name === args.text('name') : keyOf(spec.key) === keyOf(args.document('keyPattern')),
  );
  if (!found) throw new MongoError(27, `cannot find index ${args.raw('name') ?? ''} for ns ${collection.namespace}`);
  return found.spec;
}

/** Changes an index's time to live or whether it is hidden. Gives what was and what is, as mongod's reply tells it. */
function changeIndex(collection: Collection, change: Document): Document {
  const args = new Arguments('collMod.index', change, {
    known: ['name', 'keyPattern', 'expireAfterSeconds', 'hidden'],
    refused: ['unique', 'prepareUnique'],
  });
  const old = indexToChange(collection, args);
  if (!args.has('expireAfterSeconds') && !args.has('hidden'))
    throw new MongoError(72, 'no expireAfterSeconds, hidden, unique, or prepareUnique field');
  let changed = old;
  const reply: Document = {};
  if (args.has('expireAfterSeconds')) {
    if (old.name === idIndexName) throw new MongoError(72, 'the _id field does not support TTL indexes');
    const seconds = readExpiry(args, old.key);
    changed = {
      ...changed,
      expireAfterSeconds: seconds,
      raw: { ...changed.raw, expireAfterSeconds: args.raw('expireAfterSeconds') },
    };
    if (old.expireAfterSeconds !== undefined) reply.expireAfterSeconds_old = old.raw.expireAfterSeconds;
    reply.expireAfterSeconds_new = args.raw('expireAfterSeconds');
  }
  if (args.has('hidden')) {
    const hidden = args.flag('hidden', false);
    if (old.name === idIndexName) throw new MongoError(2, "can't hide _id index");
    const { hidden: _old, ...raw } = changed.raw;
    changed = { ...changed, hidden, raw: hidden ? { ...raw, hidden } : raw };
    reply.hidden_old = old.hidden;
    reply.hidden_new = hidden;
  }
  collection.replaceIndex(changed);
  return reply;
}

function changeCapped(collection: Collection, args: Arguments): void {
  const { options } = collection;
  const { capped } = options;
  if (!capped) throw new MongoError(72, 'Cannot change the size of a collection that is not capped');
  const size = args.whole('cappedSize') ?? capped.size;
  const max = args.whole('cappedMax') ?? capped.max;
  const raw = { ...options.raw, size: new Int32(size), ...(max === undefined ? {} : { max: new Int32(max) }) };
  collection.options = { ...options, capped: { size, max }, raw };
}

const collMod: Command = ({ state }, command) => {
  const args = new Arguments('collMod', command, {
    known: ['index', 'cappedSize', 'cappedMax', ...validationFields],
    refused: ['viewOn', 'pipeline', 'timeseries', 'expireAfterSeconds', 'changeStreamPreAndPostImages', 'dryRun'],
  });
  const name = args.collectionName();
  const collection = state.store.find(args.database, name);
  if (!collection) throw new MongoError(26, `ns does not exist: ${args.database}.${name}`);
  const reply = args.has('index') ? changeIndex(collection, args.document('index')) : {};
  if (args.has('cappedSize') || args.has('cappedMax')) changeCapped(collection, args);
  const { options } = collection;
  const raw = { ...options.raw };
  for (const field of validationFields) if (args.has(field)) raw[field] = args.raw(field);
  collection.options = { ...options, ...readValidation(args), raw };
  return { ...reply, ok: 1 };
};

export const collectionChangeCommands: Readonly<Record<string, Command>> = { collMod };
