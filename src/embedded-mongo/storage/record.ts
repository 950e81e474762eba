import type { Document } from 'bson';
import { decode, encode } from '../../mongo-language/values/codec.js';

/** A document in both forms that it is kept in: encoded as it goes to clients, and decoded. */
export interface Content {
  readonly bytes: Uint8Array;
  readonly document: Document;
}

export interface StoredRecord extends Content {
  /**
   * Ascending in the order of insertion, kept through every update: what "natural order" means, and how equal index
   * keys rank.
   */
  readonly id: number;
}

/**
 * Of encoded bytes. They are copied: those that came over the wire are part of a message that would otherwise stay in
 * memory.
 */
export function contentOf(bytes: Uint8Array): Content {
  const own = Uint8Array.from(bytes);
  return { bytes: own, document: decode(own) };
}

/** Of a document, decoded again from its bytes, so that every value has the type that it will be read in. */
export function encodedContent(document: Document): Content {
  const bytes = encode(document);
  return { bytes, document: decode(bytes) };
}
