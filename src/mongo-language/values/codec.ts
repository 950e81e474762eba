import { type Document, deserialize, serialize } from 'bson';
import { documentOf, entriesOf, isIndex } from './document.js';
import { isDocument, typed } from './values.js';

/**
 * Would the plain codec lose something of this value: the order of names like `2024`, or a document that looks like a
 * DBRef?
 */
function needsCare(value: object): boolean {
  if (Array.isArray(value)) {
    for (const member of value) if (typeof member === 'object' && member !== null && needsCare(member)) return true;
    return false;
  }
  const wrapped = (value as { _bsontype?: unknown })._bsontype;
  if (wrapped !== undefined) return wrapped === 'DBRef' || typeof wrapped !== 'string';
  let isFirst = true;
  // JavaScript puts names that are indexes first, so the first name tells.
  for (const name in value) {
    if (isFirst && isIndex(name)) return true;
    isFirst = false;
    const member = (value as Document)[name];
    if (typeof member === 'object' && member !== null && needsCare(member)) return true;
  }
  return false;
}

/** Decodes a document with BSON's types and with its fields in their order. Throws BSONError for what is no BSON. */
export function decode(bytes: Uint8Array): Document {
  const document = deserialize(bytes, typed);
  return needsCare(document) ? decodeCarefully(bytes) : document;
}

/** Encodes a document, its fields in their order. */
export function encode(document: Document): Uint8Array {
  return serialize(needsCare(document) ? (inOrder(document) as Document) : document);
}

/** The same value with maps, which the codec writes in their order, for documents. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  return isDocument(value) ? new Map(entriesOf(value).map(([name, member]) => [name, inOrder(member)])) : value;
}

const documentType = 3;
const arrayType = 4;
/** How many bytes a value has by its type; the types of other sizes are below. */
const fixedBytes: Readonly<Record<number, number>> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
};

/**
 * The size of a value, from the BSON specification (bsonspec.org, version 1.1). The codec has read the bytes before, so
 * they are sound.
 */
function sizeOf(type: number, bytes: Buffer, start: number): number {
  const fixed = fixedBytes[type];
  if (fixed !== undefined) return fixed;
  switch (type) {
    case 5:
      return bytes.readInt32LE(start) + 5;
    case 11:
      return bytes.indexOf(0, bytes.indexOf(0, start) + 1) + 1 - start;
    case 12:
      return bytes.readInt32LE(start) + 4 + 12;
    case documentType:
    case arrayType:
    case 15:
      return bytes.readInt32LE(start);
    default:
      return bytes.readInt32LE(start) + 4;
  }
}

/** Decodes field by field, leaving to the codec what is no document. */
function decodeCarefully(encoded: Uint8Array): Document {
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  return documentOf(fieldsIn(bytes, 0));
}

function* fieldsIn(bytes: Buffer, start: number): Generator<[name: string, value: unknown]> {
  const end = start + bytes.readInt32LE(start) - 1;
  for (let at = start + 4; at < end; ) {
    const type = bytes.readUInt8(at);
    const nameEnd = bytes.indexOf(0, at + 1);
    const valueStart = nameEnd + 1;
    const valueEnd = valueStart + sizeOf(type, bytes, valueStart);
    const name = bytes.toString('utf8', at + 1, nameEnd);
    yield [name, valueIn(type, bytes, valueStart, valueEnd)];
    at = valueEnd;
  }
}

function valueIn(type: number, bytes: Buffer, start: number, end: number): unknown {
  if (type === documentType) return documentOf(fieldsIn(bytes, start));
  if (type === arrayType) return [...fieldsIn(bytes, start)].map(([, value]) => value);
  const alone = Buffer.alloc(end - start + 8);
  alone.writeInt32LE(alone.length, 0);
  alone.writeUInt8(type, 4);
  alone.write('v', 5);
  bytes.copy(alone, 7, start, end);
  return deserialize(alone, typed).v;
}
