import { Double, type Long, serialize } from 'bson';

const documentType = 3;
const arrayType = 4;
const int64Type = 18;
const stringType = 2;

function element(type: number, name: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value]);
}

/** A BSON document (or array) around elements that are encoded already. */
function wrap(elements: readonly Buffer[]): Buffer {
  const size = elements.reduce((sum, { length }) => sum + length, 5);
  const head = Buffer.alloc(4);
  head.writeInt32LE(size, 0);
  return Buffer.concat([head, ...elements, Buffer.alloc(1)], size);
}

function int64(value: Long): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value.toBigInt(), 0);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(`${value}\0`);
  const head = Buffer.alloc(4);
  head.writeInt32LE(bytes.length, 0);
  return Buffer.concat([head, bytes]);
}

/**
 * `{cursor: {<batchName>: […], id, ns}, ok: 1}` with the documents' own bytes spliced in: nothing is encoded again, so
 * every value leaves in the type that it came in.
 */
export function cursorReply(
  batchName: 'firstBatch' | 'nextBatch',
  documents: readonly Uint8Array[],
  id: Long,
  namespace: string,
): Buffer {
  const members = documents.map((document, index) =>
    element(documentType, String(index), Buffer.from(document.buffer, document.byteOffset, document.byteLength)),
  );
  const cursor = wrap([
    element(arrayType, batchName, wrap(members)),
    element(int64Type, 'id', int64(id)),
    element(stringType, 'ns', text(namespace)),
  ]);
  const ok = Buffer.from(serialize({ ok: new Double(1) })).subarray(4, -1);
  return wrap([element(documentType, 'cursor', cursor), ok]);
}
