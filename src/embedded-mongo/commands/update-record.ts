import type { Document } from 'bson';
import { compileUpdate } from '../../mongo-language/update/update.js';
import { upserted } from '../../mongo-language/update/upsert.js';
import type { Query } from '../planner/query.js';
import type { Collection, WriteOptions } from '../storage/collection.js';
import { encodedContent, type StoredRecord } from '../storage/record.js';

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
  const result = (document: Document) => update(document, false);
  return {
    result,
    change: (collection, record, options) => collection.replace(record, result(record.document), options),
    insert: (collection, options) => collection.insert(encodedContent(upserted(filter, change, update)), options),
  };
}
