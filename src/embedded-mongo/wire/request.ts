import { inflateSync } from 'node:zlib';
import { type Document, deserialize } from 'bson';
import { decode } from '../../mongo-language/values/codec.js';
import { typed } from '../../mongo-language/values/values.js';
import { crc32c } from './crc32c.js';
import { opcodes, ProtocolError } from './framing.js';
import { maxMessageBytes } from './limits.js';

/** One command of a client, as it came over the wire. */
export interface Request {
  readonly requestId: number;
  readonly command: Document;
  /** Documents of kind-1 sections by field name, still encoded. */
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
  /** How the answer goes back: as OP_MSG, or as the OP_REPLY to a legacy hello. */
  readonly form: 'msg' | 'reply';
  readonly compressed: boolean;
  readonly checksum: boolean;
  /** The client wants no answer (an unacknowledged write). */
  readonly silent: boolean;
}

const flags = { checksumPresent: 1, moreToCome: 2 } as const;
/** Bits 0 to 15 must be understood; of those only the two above are. */
const requiredBits = 0xffff;
const noopCompressor = 0;
const zlibCompressor = 2;

function documentAt(message: Buffer, offset: number, end: number): { bytes: Buffer; next: number } {
  if (offset + 5 > end) throw new ProtocolError('a document is cut off');
  const size = message.readInt32LE(offset);
  if (size < 5 || offset + size > end) throw new ProtocolError(`a document of ${size} bytes`);
  return { bytes: message.subarray(offset, offset + size), next: offset + size };
}

/** `insert` may carry its documents inside the body; they are kept encoded, so that what is stored is what was sent. */
function decodeCommand(bytes: Buffer): Document {
  try {
    const isInsert = bytes.toString('latin1', 5, 11) === 'insert';
    return isInsert ? deserialize(bytes, { ...typed, fieldsAsRaw: { documents: true } }) : decode(bytes);
  } catch (error) {
    throw new ProtocolError(`not BSON: ${(error as Error).message}`);
  }
}

/** Undoes OP_COMPRESSED: the original opcode and body. */
function inflate(message: Buffer): { opcode: number; body: Buffer } {
  if (message.length < 25) throw new ProtocolError('a compressed message without a header');
  const opcode = message.readInt32LE(16);
  const size = message.readInt32LE(20);
  const compressor = message.readUInt8(24);
  if (opcode === opcodes.compressed) throw new ProtocolError('a compressed message in a compressed message');
  if (size < 0 || size > maxMessageBytes) throw new ProtocolError(`a compressed message of ${size} bytes`);
  const data = message.subarray(25);
  if (compressor === noopCompressor) return { opcode, body: data };
  if (compressor !== zlibCompressor) throw new ProtocolError(`compressor ${compressor} was not offered`);
  try {
    const body = inflateSync(data, { maxOutputLength: size });
    if (body.length !== size) throw new ProtocolError(`${body.length} bytes inflated, ${size} announced`);
    return { opcode, body };
  } catch (error) {
    throw new ProtocolError(`not zlib: ${(error as Error).message}`);
  }
}

function readMsg(body: Buffer, whole: Buffer, compressed: boolean, requestId: number): Request {
  if (body.length < 4) throw new ProtocolError('an OP_MSG without flags');
  const bits = body.readUInt32LE(0);
  if (bits & requiredBits & ~(flags.checksumPresent | flags.moreToCome))
    throw new ProtocolError(`unknown required flags ${bits}`);
  const checksum = (bits & flags.checksumPresent) !== 0;
  const end = body.length - (checksum ? 4 : 0);
  if (checksum && !compressed && crc32c(whole.subarray(0, whole.length - 4)) !== body.readUInt32LE(end)) {
    throw new ProtocolError('a wrong checksum');
  }
  let command: Document | undefined;
  const sequences = new Map<string, Buffer[]>();
  let offset = 4;
  while (offset < end) {
    const kind = body.readUInt8(offset);
    if (kind === 0) {
      if (command) throw new ProtocolError('two body sections');
      const { bytes, next } = documentAt(body, offset + 1, end);
      command = decodeCommand(bytes);
      offset = next;
    } else if (kind === 1) {
      offset = readSequence(body, offset + 1, end, sequences);
    } else {
      throw new ProtocolError(`a section of kind ${kind}`);
    }
  }
  if (!command) throw new ProtocolError('an OP_MSG without a body');
  return { requestId, command, sequences, form: 'msg', compressed, checksum, silent: (bits & flags.moreToCome) !== 0 };
}

/** A kind-1 section: its size, a field name, then documents. Gives the offset behind it. */
function readSequence(body: Buffer, start: number, end: number, sequences: Map<string, Buffer[]>): number {
  if (start + 4 > end) throw new ProtocolError('a section is cut off');
  const sectionEnd = start + body.readInt32LE(start);
  const nameEnd = body.indexOf(0, start + 4);
  if (sectionEnd > end || nameEnd < 0 || nameEnd >= sectionEnd) throw new ProtocolError('a section of a wrong size');
  const name = body.toString('utf8', start + 4, nameEnd);
  if (sequences.has(name)) throw new ProtocolError(`two sections named ${name}`);
  const documents: Buffer[] = [];
  for (let offset = nameEnd + 1; offset < sectionEnd; ) {
    const { bytes, next } = documentAt(body, offset, sectionEnd);
    documents.push(bytes);
    offset = next;
  }
  sequences.set(name, documents);
  return sectionEnd;
}

/** The legacy OP_QUERY, which drivers use for their first hello only. */
function readQuery(body: Buffer, compressed: boolean, requestId: number): Request {
  const nameEnd = body.indexOf(0, 4);
  if (nameEnd < 0 || nameEnd + 9 > body.length) throw new ProtocolError('an OP_QUERY is cut off');
  const namespace = body.toString('utf8', 4, nameEnd);
  const { bytes } = documentAt(body, nameEnd + 9, body.length);
  const command = decodeCommand(bytes);
  if (!namespace.endsWith('.$cmd')) throw new ProtocolError('an OP_QUERY that is no command');
  return {
    requestId,
    command: { ...command, $db: namespace.slice(0, -'.$cmd'.length) },
    sequences: new Map(),
    form: 'reply',
    compressed,
    checksum: false,
    silent: false,
  };
}

/** Reads one whole message. Throws ProtocolError for what is none. */
export function readRequest(message: Buffer): Request {
  const requestId = message.readInt32LE(4);
  const compressed = message.readInt32LE(12) === opcodes.compressed;
  const { opcode, body } = compressed
    ? inflate(message)
    : { opcode: message.readInt32LE(12), body: message.subarray(16) };
  if (opcode === opcodes.msg) return readMsg(body, message, compressed, requestId);
  if (opcode === opcodes.query) return readQuery(body, compressed, requestId);
  throw new ProtocolError(`opcode ${opcode} inside a compressed message`);
}
