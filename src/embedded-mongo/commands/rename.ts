import { MongoError } from '../../mongo-language/values/errors.js';
import { Collection } from '../storage/collection.js';
import { idIndexName } from '../storage/index-spec.js';
import { Arguments } from './arguments.js';
import type { Command } from './context.js';

function split(namespace: string): readonly [database: string, name: string] {
  const dot = namespace.indexOf('.');
  if (dot <= 0 || dot === namespace.length - 1) throw new MongoError(73, `Invalid namespace specified '${namespace}'`);
  return [namespace.slice(0, dot), namespace.slice(dot + 1)];
}

/** Moves a collection, with its options and indexes, to another name or database. */
const renameCollection: Command = ({ state: { store } }, command) => {
  const args = new Arguments('renameCollection', command, { known: ['to', 'dropTarget'] });
  if (args.database !== 'admin')
    throw new MongoError(13, 'renameCollection may only be run against the admin database.');
  const [source, target] = [args.text('renameCollection'), args.text('to')];
  const [from, to] = [split(source), split(target)];
  const old = store.find(...from);
  if (!old) throw new MongoError(26, `Source collection ${source} does not exist`);
  if (source === target) throw new MongoError(20, "Can't rename a collection to itself");
  if (store.find(...to)) {
    if (!args.flag('dropTarget', false)) throw new MongoError(48, `target namespace exists`);
    store.drop(...to);
  }
  store.obtain(...to);
  const moved = new Collection(target, old.options);
  for (const { spec } of old.indexes) if (spec.name !== idIndexName) moved.createIndex(spec);
  for (const record of old.records()) moved.insert(record, { bypassValidation: true });
  store.drop(...from);
  store.replace(...to, moved);
  return { ok: 1 };
};

export const renameCommands: Readonly<Record<string, Command>> = { renameCollection };
