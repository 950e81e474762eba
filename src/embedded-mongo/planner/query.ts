import type { Document } from 'bson';
import type { Variables } from '../../mongo-language/expression/variables.js';
import type { KeyPattern } from '../../mongo-language/path/key-order.js';
import type { Collation } from '../../mongo-language/values/collation.js';

/** What a command asks of a collection: all that a plan depends on. */
export interface Query {
  readonly filter: Document;
  /** As the client gave it; empty where any order will do, or natural order. */
  readonly sort: Document;
  /** The same, read; undefined where it is empty. */
  readonly order: KeyPattern | undefined;
  /** Natural order was asked for, in a sort or a hint, and this way. */
  readonly natural: 'forwards' | 'backwards' | undefined;
  readonly skip: number;
  /** 0 for all. */
  readonly limit: number;
  /** The name or the key of the index to use. */
  readonly hint: string | Document | undefined;
  readonly collation: Collation | undefined;
  /** Those of the command, with its collation in them. */
  readonly variables: Variables;
}
