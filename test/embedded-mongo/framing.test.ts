import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { deserialize, serialize } from 'bson';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crc32c } from '../../src/embedded-mongo/wire/crc32c.js';
import { seededRandom } from '../../src/model/random.js';
import { type StandIn, startStandIn } from '../stand-in.js';
import { externalUri } from './target.js';

let standIn: StandIn;
let client: MongoClient;

beforeAll(async () => {
  standIn = await startStandIn();
  client = new MongoClient(standIn.uri('framing'));
  await client.connect();
});

afterAll(async () => {
  await client.close();
  await standIn.stop();
});

const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value | 0);
  return bytes;
};

/** An OP_MSG with these flags and sections. */
function message(
  sections: Buffer,
  { flags = 0, opcode = 2013, length }: { flags?: number; opcode?: number; length?: number } = {},
): Buffer {
  const body = Buffer.concat([int32(flags), sections]);
  return Buffer.concat([int32(length ?? 16 + body.length), int32(7), int32(0), int32(opcode), body]);
}

const section = (command: object) => Buffer.concat([Buffer.from([0]), serialize(command)]);
/** The length of the answer to a ping: header, flags, kind, `{ok: 1.0}`. */
const pong = 16 + 4 + 1 + 17;
const ping = () => message(section({ ping: 1, $db: 'admin' }));

async function open(): Promise<Socket> {
  const socket = connect(standIn.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

/** What the server does with some bytes: answers with a document, or closes. */
async function outcome(bytes: Buffer): Promise<unknown> {
  const socket = await open();
  socket.write(bytes);
  const answer = await new Promise<Buffer | 'closed'>((resolve) => {
    socket.on('data', resolve);
    socket.on('close', () => resolve('closed'));
  });
  socket.destroy();
  return answer === 'closed' ? answer : deserialize(answer.subarray(21));
}

const stillThere = async () => expect(await client.db('admin').command({ ping: 1 })).toMatchObject({ ok: 1 });

describe.skipIf(externalUri)('well-formed', () => {
  it('a ping is answered', async () => expect(await outcome(ping())).toEqual({ ok: 1 }));

  it('byte by byte it is answered too, and two in one write twice', async () => {
    const socket = await open();
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    for (const byte of ping()) socket.write(Buffer.from([byte]));
    socket.write(Buffer.concat([ping(), ping()]));
    while (Buffer.concat(chunks).length < 3 * pong) await once(socket, 'data');
    socket.destroy();
    expect(Buffer.concat(chunks)).toHaveLength(3 * pong);
  });

  it('with a right checksum it is answered with one', async () => {
    const unsigned = message(section({ ping: 1, $db: 'admin' }), {
      flags: 1,
      length: 16 + 4 + section({ ping: 1, $db: 'admin' }).length + 4,
    });
    const socket = await open();
    socket.write(Buffer.concat([unsigned, int32(crc32c(unsigned))]));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.readUInt32LE(16) & 1).toBe(1);
    expect(answer.readUInt32LE(answer.length - 4)).toBe(crc32c(answer.subarray(0, -4)));
  });

  it('CRC-32C has the value that RFC 3720 gives for 32 zeros', () => expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa));
});

describe.skipIf(externalUri)('malformed input closes its connection, and no other', () => {
  it.each<[string, () => Buffer]>([
    ['a length of 0', () => message(section({ ping: 1 }), { length: 0 })],
    ['a length of 15', () => message(section({ ping: 1 }), { length: 15 })],
    ['a negative length', () => message(section({ ping: 1 }), { length: -1 })],
    ['a length of 48 MB and 1', () => message(section({ ping: 1 }), { length: 48_000_001 })],
    ['an unknown opcode', () => message(section({ ping: 1 }), { opcode: 2999 })],
    ['a legacy opcode', () => message(section({ ping: 1 }), { opcode: 2002 })],
    ['HTTP', () => Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['a TLS hello', () => Buffer.from('16030100c8010000c40303000102030405060708090a0b0c0d0e0f', 'hex')],
    ['no section', () => message(Buffer.alloc(0))],
    ['a section of an unknown kind', () => message(Buffer.from([9, 5, 0, 0, 0, 0]))],
    ['two bodies', () => message(Buffer.concat([section({ ping: 1 }), section({ ping: 1 })]))],
    [
      'a document that is longer than its message',
      () => message(Buffer.concat([Buffer.from([0]), int32(1000), Buffer.alloc(8)])),
    ],
    [
      'what is no BSON',
      () => message(Buffer.concat([Buffer.from([0]), int32(12), Buffer.from([99, 97, 0, 1, 1, 1, 1, 0])])),
    ],
    ['an unknown required flag', () => message(section({ ping: 1, $db: 'admin' }), { flags: 4 })],
    [
      'a wrong checksum',
      () =>
        Buffer.concat([
          message(section({ ping: 1 }), { flags: 1, length: 16 + 4 + section({ ping: 1 }).length + 4 }),
          int32(1),
        ]),
    ],
    [
      'a compressor that was not offered',
      () => message(Buffer.concat([int32(20), Buffer.from([1]), Buffer.alloc(20)]), { opcode: 2012 }),
    ],
    [
      'compressed nonsense',
      () => message(Buffer.concat([int32(20), Buffer.from([2]), Buffer.alloc(20)]), { opcode: 2012, flags: 2013 }),
    ],
  ])('%s', async (_name, bytes) => {
    expect(await outcome(bytes())).toBe('closed');
    await stillThere();
  });
});

describe.skipIf(externalUri)('robustness', () => {
  it('3,000 mutated messages do it no harm', async () => {
    const random = seededRandom(42);
    const good = message(section({ find: 'things', filter: { a: { $in: [1, 'x', null] } }, $db: 'framing' }));
    for (let batch = 0; batch < 30; batch++) {
      await Promise.all(
        Array.from({ length: 100 }, async () => {
          const mutated = Buffer.from(good);
          for (let i = 0; i <= random() * 4; i++)
            mutated[Math.floor(random() * mutated.length)] = Math.floor(random() * 256);
          const socket = await open();
          socket.end(mutated);
          socket.resume();
          await Promise.race([once(socket, 'close'), new Promise((resolve) => setTimeout(resolve, 1000))]);
          socket.destroy();
        }),
      );
    }
    await stillThere();
  });

  it('connections that end in the middle of a message store nothing', async () => {
    const insert = message(section({ insert: 'half', documents: [{ _id: 1 }], $db: 'framing' }));
    await Promise.all(
      Array.from({ length: 200 }, async () => {
        const socket = await open();
        socket.write(insert.subarray(0, insert.length - 3));
        socket.destroy();
      }),
    );
    expect(await client.db().collection('half').countDocuments()).toBe(0);
  });

  it('200 clients at once are all served, and a document of 16 MiB comes back whole', async () => {
    const clients = Array.from({ length: 200 }, () => new MongoClient(standIn.uri('framing'), { maxPoolSize: 1 }));
    const answers = await Promise.all(clients.map((each) => each.db().command({ ping: 1 })));
    expect(answers.filter(({ ok }) => ok === 1)).toHaveLength(200);
    await Promise.all(clients.map((each) => each.close()));
    const large = { _id: 'large' as never, text: 'x'.repeat(16 * 2 ** 20 - 100) };
    await client.db().collection('large').insertOne(large);
    expect((await client.db().collection<{ text: string }>('large').findOne())?.text.length).toBe(large.text.length);
    await expect(
      client
        .db()
        .collection('large')
        .insertOne({ text: 'x'.repeat(16 * 2 ** 20) }),
    ).rejects.toThrow(/BSONObj|too large|larger than|larger/i);
  });

  it('50 readers that stop reading cost a bounded amount of memory', async () => {
    const rows = client.db().collection('rows');
    await rows.insertMany(Array.from({ length: 200 }, (_, i) => ({ i, text: 'y'.repeat(50_000) })));
    const find = message(section({ find: 'rows', batchSize: 1000, $db: 'framing' }));
    const rss = async () => Number((await client.db('admin').command({ serverStatus: 1 })).mem.resident);
    const before = await rss();
    const sockets = await Promise.all(Array.from({ length: 50 }, open));
    // Each asks twenty times for 10 MB, and reads nothing: 10 GB, if it were all kept.
    for (const socket of sockets) {
      socket.pause();
      for (let i = 0; i < 20; i++) socket.write(find);
    }
    let most = before;
    for (let look = 0; look < 20; look++) {
      most = Math.max(most, await rss());
      await delay(50);
    }
    const grown = most - before;
    console.log(
      `50 readers that stop reading, of 10 GB asked for: ${before} MiB before, at most ${most} MiB with them`,
    );
    for (const socket of sockets) socket.destroy();
    await stillThere();
    // One answer for each reader at the most, and what the collector has not yet taken.
    expect(grown).toBeLessThan(1500);
  });

  it('connections that end while a large answer is under way do no harm', async () => {
    const find = message(section({ find: 'rows', batchSize: 1000, $db: 'framing' }));
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const socket = await open();
        socket.write(find);
        await once(socket, 'data');
        socket.destroy();
      }),
    );
    await stillThere();
  });

  it.each([
    ['nested repetition', '^(a+)+$', `${'a'.repeat(40)}!`],
    ['alternatives that overlap', '^(a|aa)+$', `${'a'.repeat(60)}!`],
    ['a polynomial over a long text', 'x*x*x*x*y', 'x'.repeat(20_000)],
  ])('a slow regular expression (%s) is given up, and works where it is quick', async (_name, regex, text) => {
    const texts = client.db().collection('texts');
    await texts.deleteMany({});
    await texts.insertMany([{ text: 'aab' }, { text }]);
    await expect(texts.find({ text: { $regex: regex } }).toArray()).rejects.toMatchObject({
      code: 238,
      message: expect.stringContaining('backtracking takes more than 1000 ms'),
    });
    expect(await texts.countDocuments({ text: { $regex: '^(a+)b$' } })).toBe(1);
    await stillThere();
  });

  it('names that JavaScript knows are data like any other, and a filter of 3,000 levels is refused', async () => {
    const names = client.db().collection<Record<string, unknown>>('names');
    const odd = JSON.parse('{"__proto__": {"a": 1}, "constructor": {"b": 2}, "toString": 3}');
    await names.insertOne(odd);
    expect(await names.countDocuments({ '__proto__.a': 1, 'constructor.b': 2 })).toBe(1);
    expect(await names.countDocuments({ hasOwnProperty: { $exists: true } })).toBe(0);
    await names.updateOne({}, { $set: { 'constructor.c': 4 } });
    expect((await names.find({}, { projection: { _id: 0, constructor: 1 } }).toArray())[0]).toEqual({
      constructor: { b: 2, c: 4 },
    });
    let deep: object = { end: true };
    for (let level = 0; level < 3000; level++) deep = { $and: [deep] };
    await expect(names.find(deep as never).toArray()).rejects.toMatchObject({ code: 15 });
    await stillThere();
  });
});
