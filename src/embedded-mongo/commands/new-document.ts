import { type Document, ObjectId } from 'bson';
import { refuseId, stampTimestamps } from '../../mongo-language/update/storable.js';
import { documentOf, entriesOf, namesOf } from '../../mongo-language/values/document.js';

/**
 * The form in which a new document is stored: with an `_id`, which comes first, and with the time in place of each
 * empty Timestamp at the top. The same document where it has that form already. Throws for an `_id` that may not be
 * stored.
 */
export function storedForm(document: Document): Document {
  const { _id = new ObjectId() } = document;
  refuseId(_id);
  const stamped = stampTimestamps(document);
  if (namesOf(stamped)[0] === '_id') return stamped;
  return documentOf([['_id', _id], ...entriesOf(stamped).filter(([name]) => name !== '_id')]);
}
