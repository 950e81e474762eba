import { describe, expect, it } from 'vitest';
import { MongoMessages } from '../../../src/rig/link/mongo-messages.js';

function message(kind: number, bodyBytes: number): Buffer {
  const bytes = Buffer.alloc(16 + bodyBytes, 0xff);
  bytes.writeInt32LE(bytes.length, 0);
  bytes.writeInt32LE(kind, 12);
  return bytes;
}

const [opReply, opQuery, opCompressed, opMsg] = [1, 2004, 2012, 2013];

describe('counting messages', () => {
  it('counts OP_MSG and OP_COMPRESSED, however the bytes are cut', () => {
    const stream = Buffer.concat([
      message(opQuery, 40),
      message(opMsg, 0),
      message(opMsg, 3),
      message(opReply, 30),
      message(opCompressed, 100),
      message(opMsg, 1000),
    ]);
    const counts = [1, 2, 3, 5, 15, 16, 17, 31, 100, stream.length].map((size) => {
      const messages = new MongoMessages();
      let count = 0;
      for (let at = 0; at < stream.length; at += size) count += messages.feed(stream.subarray(at, at + size));
      return [size, count, messages.lost];
    });
    expect(counts).toEqual([1, 2, 3, 5, 15, 16, 17, 31, 100, stream.length].map((size) => [size, 4, false]));
  });

  it.each([
    ['a TLS handshake', Buffer.from('160301020001000100fc0303a1b2c3d4', 'hex')],
    ['a length that is shorter than the header', Buffer.alloc(16, 0)],
    ['a negative length', Buffer.alloc(16, 0xff)],
    ['a request of HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
  ])('knows that it cannot count in %s', (_what, bytes) => {
    const messages = new MongoMessages();
    expect(messages.feed(bytes)).toBe(0);
    expect(messages.lost).toBe(true);
    expect(messages.feed(message(opMsg, 0))).toBe(0);
  });
});
