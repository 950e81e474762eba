import { deflateSync } from 'node:zlib';
import { type Document, Double } from 'bson';
import { encode } from '../../mongo-language/values/codec.js';
import { crc32c } from './crc32c.js';
import { opcodes } from './framing.js';
import type { Request } from './request.js';

/** Commands whose messages are never compressed (the OP_COMPRESSED specification): they carry secrets. */
const neverCompressed =
  /^(hello|ismaster|isMaster|saslStart|saslContinue|getnonce|authenticate|createUser|updateUser)$/;

let lastResponseId = 0;

function header(length: number, responseTo: number, opcode: number): Buffer {
  lastResponseId = (lastResponseId + 1) & 0x7fffffff;
  const bytes = Buffer.allocUnsafe(16);
  bytes.writeInt32LE(length, 0);
  bytes.writeInt32LE(lastResponseId, 4);
  bytes.writeInt32LE(responseTo, 8);
  bytes.writeInt32LE(opcode, 12);
  return bytes;
}

/**
 * The answer to a request (its `ok` is a double, as mongod's), in the form, compression and checksum that the client
 * used. `reply` is a document or its encoded bytes.
 */
export function encodeResponse(request: Request, reply: Document | Uint8Array): Buffer {
  const body =
    reply instanceof Uint8Array
      ? Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength)
      : Buffer.from(encode({ ...reply, ok: new Double(reply.ok) }));
  if (request.form === 'reply') {
    const prefix = Buffer.alloc(20);
    prefix.writeInt32LE(8, 0); // AwaitCapable, as mongod sets it
    prefix.writeInt32LE(1, 16); // one document
    return Buffer.concat([header(36 + body.length, request.requestId, opcodes.reply), prefix, body]);
  }
  const prefix = Buffer.alloc(5);
  if (request.compressed && !neverCompressed.test(Object.keys(request.command)[0] ?? '')) {
    return compress(request, Buffer.concat([prefix, body]));
  }
  if (!request.checksum) return Buffer.concat([header(21 + body.length, request.requestId, opcodes.msg), prefix, body]);
  prefix.writeUInt32LE(1, 0);
  const unsigned = Buffer.concat([header(25 + body.length, request.requestId, opcodes.msg), prefix, body]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc32c(unsigned), 0);
  return Buffer.concat([unsigned, checksum]);
}

function compress(request: Request, message: Buffer): Buffer {
  const deflated = deflateSync(message);
  const prefix = Buffer.alloc(9);
  prefix.writeInt32LE(opcodes.msg, 0);
  prefix.writeInt32LE(message.length, 4);
  prefix.writeUInt8(2, 8);
  return Buffer.concat([header(25 + deflated.length, request.requestId, opcodes.compressed), prefix, deflated]);
}
