import { BSONRegExp, type Document, Timestamp } from 'bson';
import { MongoError } from '../values/errors.js';
import { isDocument } from '../values/values.js';

let lastSecond = 0;
let inSecond = 0;

/** A timestamp of now that no other has: those of one second are numbered. */
export function nextTimestamp(): Timestamp {
  const second = Math.floor(Date.now() / 1000);
  inSecond = second === lastSecond ? inSecond + 1 : 1;
  lastSecond = second;
  return new Timestamp({ t: second, i: inSecond });
}

/**
 * An empty timestamp in a field at the top, but `_id`, is filled with the time of the server (MongoDB manual, BSON
 * types, Timestamps).
 */
export function stampTimestamps(document: Document): Document {
  let stamped: Document | undefined;
  for (const name in document) {
    const value = document[name];
    if (name === '_id' || !(value instanceof Timestamp) || !value.isZero()) continue;
    stamped ??= { ...document };
    stamped[name] = nextTimestamp();
  }
  return stamped ?? document;
}

/** Throws InvalidIdField (53) or DollarPrefixedFieldName (52) for an `_id` that mongod does not store. */
export function refuseId(id: unknown): void {
  if (Array.isArray(id)) throw new MongoError(53, "The '_id' value cannot be of type array");
  if (id instanceof BSONRegExp) throw new MongoError(53, "The '_id' value cannot be of type regex");
  const dollar = isDocument(id) ? Object.keys(id).find((name) => name.startsWith('$')) : undefined;
  if (dollar !== undefined)
    throw new MongoError(52, `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`);
}
