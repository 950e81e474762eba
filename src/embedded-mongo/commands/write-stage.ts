import type { Document } from 'bson';
import type { Variables } from '../../mongo-language/expression/variables.js';
import type { WriteOptions } from '../storage/collection.js';
import type { Store } from '../storage/store.js';

/** What a stage that writes is compiled with. */
export interface WriteContext {
  readonly database: string;
  readonly store: Store;
  readonly variables: Variables;
  readonly options: WriteOptions;
}

/** Compiles `$out` or `$merge`: what its argument does with the documents that come out of the pipeline. */
export type WriteStage = (argument: unknown, context: WriteContext) => (documents: readonly Document[]) => void;
