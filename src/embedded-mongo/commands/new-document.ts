import { BSONRegExp, type Document, ObjectId, Timestamp } from 'bson';
import { documentOf, entriesOf, namesOf } from '../../mongo-language/values/document.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { isDocument } from '../../mongo-language/values/values.js';

/** Throws InvalidIdField or DollarPrefixedFieldName for what may not be an `_id`. */
export function refuseId(id: unknown): void {
  if (Array.isArray(id)) throw new MongoError(53, "The '_id' value cannot be of type array");
  if (id instanceof BSONRegExp) throw new MongoError(53, "The '_id' value cannot be of type regex");
  const dollar = isDocument(id) ? namesOf(id).find((name) => name.startsWith('$')) : undefined;
  if (dollar)
    throw new MongoError(52, `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`);
}

let last = { second: 0, increment: 0 };

/** The time of the server, and never the same twice. */
function timestampNow(): Timestamp {
  const second = Math.floor(Date.now() / 1000);
  last = { second, increment: last.second === second ? last.increment + 1 : 1 };
  return new Timestamp({ t: second, i: last.increment });
}

const isEmptyTimestamp = (value: unknown) => value instanceof Timestamp && value.isZero();

/**
 * The form in which a whole document is stored: with an `_id`, which comes first, and with the time in place of each empty Timestamp at the top.
 * The same document where it has that form already.
 */
export function storedForm(document: Document): Document {
  const fields = entriesOf(document);
  const isInForm =
    fields[0]?.[0] === '_id' && !fields.some(([name, value]) => name !== '_id' && isEmptyTimestamp(value));
  const { _id = new ObjectId() } = document;
  refuseId(_id);
  if (isInForm) return document;
  const others = fields
    .filter(([name]) => name !== '_id')
    .map(([name, value]) => [name, isEmptyTimestamp(value) ? timestampNow() : value] as const);
  return documentOf([['_id', _id], ...others]);
}
