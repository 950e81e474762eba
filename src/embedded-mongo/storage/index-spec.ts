import { type Document, Int32 } from 'bson';
import type { Collation } from '../../mongo-language/values/collation.js';

/** One index as `createIndexes` describes it. */
export interface IndexSpec {
  readonly name: string;
  readonly key: Document;
  readonly unique: boolean;
  readonly sparse: boolean;
  /** Kept, but used by no plan. */
  readonly hidden: boolean;
  readonly partialFilterExpression: Document | undefined;
  readonly collation: Collation | undefined;
  /** Of a TTL index: a document goes this long after the date in its field. */
  readonly expireAfterSeconds: number | undefined;
  /** As `listIndexes` shows it. */
  readonly raw: Document;
}

export const idIndexName = '_id_';

/** The index that every collection has. Its uniqueness goes without saying, and without a field in `listIndexes`. */
export const idIndexSpec: IndexSpec = {
  name: idIndexName,
  key: { _id: new Int32(1) },
  unique: true,
  sparse: false,
  hidden: false,
  partialFilterExpression: undefined,
  collation: undefined,
  expireAfterSeconds: undefined,
  raw: { v: new Int32(2), key: { _id: new Int32(1) }, name: idIndexName },
};
