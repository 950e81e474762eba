import { type Document, Int32, Long } from 'bson';
import { MongoError, notSupported } from '../../mongo-language/values/errors.js';
import { isDocument, isNumber, toJsNumber } from '../../mongo-language/values/values.js';
import type { Collection } from '../storage/collection.js';

const whole = (value: number) => (Math.abs(value) < 2 ** 31 ? new Int32(value) : Long.fromNumber(value));

/** A count of bytes in units of `scale`, cut to a whole number as mongod does. */
const scaled = (bytes: number, scale: number) => whole(Math.trunc(bytes / scale));

/** Reads a `scale`. Throws for what is no whole number of at least 1. */
export function readScale(value: unknown): number {
  if (value === undefined || value === null) return 1;
  const scale = isNumber(value) ? Math.trunc(toJsNumber(value)) : Number.NaN;
  if (Number.isNaN(scale)) throw new MongoError(14, "BSON field 'scale' is the wrong type, expected type 'int'");
  if (scale < 1) throw new MongoError(51024, `BSON field 'scale' value must be >= 1, actual value '${scale}'`);
  return scale;
}

/**
 * What `collStats` and the `storageStats` of `$collStats` say of the storage of a collection. All of it is in memory;
 * indexes are not measured.
 */
export function storageStats(collection: Collection | undefined, scale: number): Document {
  const count = collection?.size ?? 0;
  const bytes = collection?.dataBytes ?? 0;
  const { capped } = collection?.options ?? {};
  const indexes = collection?.indexes ?? [];
  return {
    size: scaled(bytes, scale),
    count: whole(count),
    ...(count > 0 ? { avgObjSize: whole(Math.trunc(bytes / count)) } : {}),
    numOrphanDocs: new Int32(0),
    storageSize: scaled(bytes, scale),
    freeStorageSize: new Int32(0),
    capped: capped !== undefined,
    ...(capped ? { max: whole(capped.max ?? 0), maxSize: scaled(capped.size, scale) } : {}),
    nindexes: new Int32(indexes.length),
    indexBuilds: [],
    totalIndexSize: new Int32(0),
    totalSize: scaled(bytes, scale),
    indexSizes: Object.fromEntries(indexes.map(({ spec }) => [spec.name, new Int32(0)])),
    scaleFactor: whole(scale),
  };
}

/**
 * The one document of `$collStats`. Throws NamespaceNotFound where there is no collection to tell the storage or the
 * count of.
 */
export function collectionStats(namespace: string, collection: Collection | undefined, argument: unknown): Document {
  if (!isDocument(argument)) throw new MongoError(40166, '$collStats must take a nested object');
  const { storageStats: storage, count, latencyStats, queryExecStats } = argument;
  if (latencyStats !== undefined) throw notSupported('$collStats with latencyStats');
  if (queryExecStats !== undefined) throw notSupported('$collStats with queryExecStats');
  if (!collection && (storage !== undefined || count !== undefined))
    throw new MongoError(
      26,
      `Unable to retrieve ${storage === undefined ? 'count' : 'storageStats'} in $collStats stage :: caused by :: Collection [${namespace}] not found.`,
    );
  return {
    ns: namespace,
    host: '127.0.0.1',
    localTime: new Date(),
    ...(isDocument(storage) ? { storageStats: storageStats(collection, readScale(storage.scale)) } : {}),
    ...(count === undefined ? {} : { count: whole(collection?.size ?? 0) }),
  };
}
