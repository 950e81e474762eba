import { type Document, ObjectId } from 'bson';
import { compileUpdate, isReplacement, type Update, upsertSeed } from '../../mongo-language/update/update.js';
import type { Query } from '../planner/query.js';
import type { Collection, WriteOptions } from '../storage/collection.js';
import { encodedContent, type StoredRecord } from '../storage/record.js';
import { storedForm } from './new-document.js';

/** An update, compiled whole: what is wrong with it is an error even where nothing matches. */
export interface RecordUpdate {
  /** What it makes of a document that is there. */
  result(document: Document): Document;
  /** Changes one record; false when it was so already. */
  change(collection: Collection, record: StoredRecord, options: WriteOptions): boolean;
  /** Inserts what an upsert makes where nothing matched. */
  insert(collection: Collection, options: WriteOptions): StoredRecord;
}

/** Compiles `change` (operators, a replacement, or a pipeline) for the records that `query` finds. */
export function compileRecordUpdate(change: unknown, query: Query, arrayFilters: readonly Document[]): RecordUpdate {
  const { filter, variables } = query;
  const update = compileUpdate(change, { filter, arrayFilters, variables });
  const isWhole = isReplacement(change);
  const result = (document: Document) => {
    const updated = update(document, false);
    return isWhole ? storedForm(updated) : updated;
  };
  return {
    result,
    change: (collection, record, options) => collection.replace(record, result(record.document), options),
    insert: (collection, options) =>
      collection.insert(encodedContent(storedForm(upserted(filter, isWhole, update))), options),
  };
}

/** The document that an upsert inserts. */
function upserted(filter: Document, isWhole: boolean, update: Update): Document {
  const seed = upsertSeed(filter);
  const start = isWhole ? (seed._id === undefined ? {} : { _id: seed._id }) : seed;
  const made = update(start, true);
  return made._id === undefined ? { _id: new ObjectId(), ...made } : made;
}
