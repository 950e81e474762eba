import { Double, Int32, Long } from 'bson';
import { Arguments } from './arguments.js';
import { readScale, storageStats } from './collection-stats.js';
import type { Command } from './context.js';

const collStats: Command = ({ state }, command) => {
  const [name = 'collStats'] = Object.keys(command);
  const args = new Arguments(name, command, { known: ['scale'] });
  const collection = state.store.find(args.database, args.collectionName());
  const scale = readScale(args.raw('scale'));
  return { ns: `${args.database}.${args.collectionName()}`, ...storageStats(collection, scale), ok: 1 };
};

const dbStats: Command = ({ state }, command) => {
  const [name = 'dbStats'] = Object.keys(command);
  const args = new Arguments(name, command, { known: ['scale'], ignored: ['freeStorage'] });
  const scale = readScale(args.raw('scale'));
  const collections = state.store.collections(args.database).map(([, collection]) => collection);
  const sum = (of: (collection: (typeof collections)[number]) => number) =>
    collections.reduce((total, collection) => total + of(collection), 0);
  const objects = sum(({ size }) => size);
  const bytes = sum(({ dataBytes }) => dataBytes);
  const scaled = new Double(bytes / scale);
  return {
    db: args.database,
    collections: Long.fromNumber(collections.length),
    views: new Int32(0),
    objects: Long.fromNumber(objects),
    avgObjSize: new Double(objects === 0 ? 0 : bytes / objects),
    dataSize: scaled,
    storageSize: scaled,
    indexes: Long.fromNumber(sum(({ indexes }) => indexes.length)),
    indexSize: new Double(0),
    totalSize: scaled,
    scaleFactor: Long.fromNumber(scale),
    fsUsedSize: new Double(0),
    fsTotalSize: new Double(0),
    ok: 1,
  };
};

/** How much there is. */
export const statsCommands: Readonly<Record<string, Command>> = {
  collStats,
  collstats: collStats,
  dbStats,
  dbstats: dbStats,
};
