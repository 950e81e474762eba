/**
 * MongoDB's wire protocol: a header of four little-endian numbers of four bytes, the first the length of the whole
 * message, the last its kind.
 */
const headerBytes = 16;
/** The longest message that a server takes (`maxMessageSizeBytes` of its hello). */
const maxMessageBytes = 48_000_000;
const opCompressed = 2012;
const opMsg = 2013;
/** Every kind that there has ever been: OP_REPLY, OP_MSG of old, the legacy requests, OP_COMMAND and its reply. */
const kinds = new Set([1, 1000, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2010, 2011, opCompressed, opMsg]);

/**
 * Counts the messages in one direction of a connection, however its bytes are cut into chunks. Only OP_MSG and
 * OP_COMPRESSED count: the others are the first handshake of old drivers.
 */
export class MongoMessages {
  readonly #header = Buffer.alloc(headerBytes);
  #headerFilled = 0;
  #bodyLeft = 0;
  #lost = false;

  /** These bytes are no such messages (TLS, say): nothing can be counted any more. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Takes the next bytes, and gives how many messages began in them: those whose header they completed. */
  feed(chunk: Buffer): number {
    let count = 0;
    let at = 0;
    while (at < chunk.length && !this.#lost) {
      const skipped = Math.min(this.#bodyLeft, chunk.length - at);
      this.#bodyLeft -= skipped;
      at += skipped;
      const taken = chunk.copy(this.#header, this.#headerFilled, at, at + headerBytes - this.#headerFilled);
      this.#headerFilled += taken;
      at += taken;
      if (this.#headerFilled === headerBytes) count += this.#readHeader();
    }
    return count;
  }

  #readHeader(): number {
    const length = this.#header.readInt32LE(0);
    const kind = this.#header.readInt32LE(12);
    this.#headerFilled = 0;
    this.#bodyLeft = length - headerBytes;
    if (length < headerBytes || length > maxMessageBytes || !kinds.has(kind)) {
      this.#lost = true;
      return 0;
    }
    return kind === opMsg || kind === opCompressed ? 1 : 0;
  }
}
