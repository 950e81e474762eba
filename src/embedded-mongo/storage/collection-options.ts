import type { Document } from 'bson';
import type { Collation } from '../../mongo-language/values/collation.js';

/** What a collection was created with, as `create` and `collMod` know it. */
export interface CollectionOptions {
  readonly capped: { readonly size: number; readonly max: number | undefined } | undefined;
  readonly validator: Document | undefined;
  /** `moderate` lets a document that is invalid already stay so; `off` checks nothing. */
  readonly validationLevel: 'off' | 'strict' | 'moderate';
  readonly validationAction: 'error' | 'warn';
  readonly collation: Collation | undefined;
  /** As `listCollections` shows them: only what was given. */
  readonly raw: Document;
}

export const plainCollection: CollectionOptions = {
  capped: undefined,
  validator: undefined,
  validationLevel: 'strict',
  validationAction: 'error',
  collation: undefined,
  raw: {},
};
