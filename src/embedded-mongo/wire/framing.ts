import { maxMessageBytes } from './limits.js';

export const opcodes = { reply: 1, query: 2004, compressed: 2012, msg: 2013 } as const;

/** Bytes that are no message of the protocol: the connection that sent them is closed, and no other. */
export class ProtocolError extends Error {}

const headerBytes = 16;

/**
 * Cuts a stream of bytes into messages. Every message begins with four little-endian int32: length (of the whole),
 * request id, id that it answers, opcode. The opcode is looked at as soon as the header is there, so that a TLS hello
 * or an HTTP request is not mistaken for a long message.
 */
export class MessageSplitter {
  #chunks: Buffer[] = [];
  #size = 0;

  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const messages: Buffer[] = [];
    for (let length = this.#nextLength(); length !== undefined && this.#size >= length; length = this.#nextLength()) {
      messages.push(this.#take(length));
    }
    return messages;
  }

  #nextLength(): number | undefined {
    if (this.#size < headerBytes) return undefined;
    const header = this.#peek(headerBytes);
    const length = header.readInt32LE(0);
    const opcode = header.readInt32LE(12);
    if (opcode !== opcodes.msg && opcode !== opcodes.query && opcode !== opcodes.compressed) {
      throw new ProtocolError(`opcode ${opcode} is not one of this protocol`);
    }
    if (length < headerBytes || length > maxMessageBytes) throw new ProtocolError(`a message of ${length} bytes`);
    return length;
  }

  #peek(count: number): Buffer {
    const [first] = this.#chunks;
    if (first && first.length >= count) return first;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }

  #take(count: number): Buffer {
    const all = this.#peek(count);
    const rest = all.subarray(count);
    this.#chunks = [...(rest.length > 0 ? [rest] : []), ...this.#chunks.slice(1)];
    this.#size -= count;
    return all.subarray(0, count);
  }
}
