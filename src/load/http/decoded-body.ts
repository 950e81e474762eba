import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import type { AnswerBody } from '../requests/command.js';

/** A longer body is known by its digest alone. */
const maxTextBytes = 256 * 1024;

/** The text of these bytes; undefined where they are no text in UTF-8. */
function textOf(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes on their way: digest and length of all, and the bytes themselves while they are few. */
class Collected {
  readonly #hash = createHash('sha256');
  #kept: Buffer[] = [];
  #bytes = 0;

  add(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes <= maxTextBytes) this.#kept.push(chunk);
    else this.#kept = [];
  }

  body(): AnswerBody {
    const text = this.#bytes <= maxTextBytes ? textOf(Buffer.concat(this.#kept)) : undefined;
    return {
      bodyBytes: this.#bytes,
      bodySha256: this.#hash.digest('hex'),
      ...(text === undefined ? {} : { text }),
    };
  }
}

/**
 * By the name of the coding (RFC 9110, 8.4.1). Under `deflate` some servers send the bare stream without zlib's frame,
 * whose first byte ends in 8.
 */
function decoderOf(coding: string, [firstByte = 0]: Buffer): Transform | undefined {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip();
  if (coding === 'br') return createBrotliDecompress();
  if (coding === 'deflate') return firstByte % 16 === 8 ? createInflate() : createInflateRaw();
  return undefined;
}

/**
 * The body as it was before it was coded for the way: gzip in one arm and none in the other are the same answer. One
 * in an unknown coding, or that cannot be decoded, is taken as it came. Undefined where it ended too soon.
 */
export function decodedBody(response: IncomingMessage): Promise<AnswerBody | undefined> {
  const coding = (response.headers['content-encoding'] ?? '').trim().toLowerCase();
  const [wire, decoded] = [new Collected(), new Collected()];
  let decoder: Transform | undefined;
  return new Promise((resolve) => {
    const asItCame = () => resolve(wire.body());
    response.on('data', (chunk: Buffer) => wire.add(chunk));
    response.once('data', (first: Buffer) => {
      decoder = decoderOf(coding, first);
      if (!decoder) return;
      decoder.on('data', (chunk: Buffer) => decoded.add(chunk));
      decoder.on('end', () => resolve(decoded.body()));
      decoder.on('error', () => {
        if (response.readableEnded) asItCame();
        else response.once('end', asItCame).resume();
      });
      decoder.write(first);
      response.pipe(decoder);
    });
    response.on('end', () => {
      if (!decoder) asItCame();
    });
    response.on('close', () => {
      if (!response.complete) resolve(undefined);
    });
  });
}
