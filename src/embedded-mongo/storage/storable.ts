import { MongoError } from '../../mongo-language/values/errors.js';
import { isDocument } from '../../mongo-language/values/values.js';
import { maxDocumentBytes } from '../wire/limits.js';
import type { Content } from './record.js';

const deepest = 180;
/** A level of nesting costs at least so many bytes: its type, its name, its length and its end. */
const bytesPerLevel = 7;

/** Is there more nesting below this value than so many levels? */
function isDeeper(value: unknown, levels: number): boolean {
  if (!Array.isArray(value) && !isDocument(value)) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

/** Throws for a document that mongod would not store: too large or too deep. */
export function refuseUnstorable({ bytes, document }: Content): void {
  if (bytes.length > maxDocumentBytes) {
    throw new MongoError(
      10334,
      `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${maxDocumentBytes}(16MB)`,
    );
  }
  if (bytes.length > deepest * bytesPerLevel && isDeeper(document, deepest))
    throw new MongoError(15, `cannot insert document because it exceeds ${deepest} levels of nesting`);
}
