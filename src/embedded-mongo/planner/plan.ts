import type { OrderedIndex } from '../storage/ordered-index.js';
import type { IndexBounds } from './index-bounds.js';

/** How the records are come by. */
export type Access =
  /** There is no collection. */
  | { readonly kind: 'nothing' }
  /** One look-up of an `_id`. */
  | { readonly kind: 'id'; readonly id: unknown }
  | { readonly kind: 'collection'; readonly backwards: boolean }
  | IndexAccess;

export interface IndexAccess {
  readonly kind: 'index';
  readonly index: OrderedIndex;
  readonly bounds: IndexBounds;
  readonly backwards: boolean;
  /** So many leading fields have several points each: one scan for each combination, merged by what follows. */
  readonly merged: number;
}

export interface Plan {
  readonly access: Access;
  /** Do the records come in the order that was asked for? Else they are sorted after. */
  readonly isOrdered: boolean;
}
