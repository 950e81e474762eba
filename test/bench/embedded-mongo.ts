import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { Bench } from 'tinybench';
import { paragraph, personName, title } from '../../src/lotus/data/prose.js';
import { randomFrom } from '../../src/lotus/data/random.js';
import { benchIndexes } from './embedded-indexes.js';
import { firstLineOf, median } from './own-process.js';

const program = fileURLToPath(new URL('../../../bin/embedded-mongo.js', import.meta.url));
const rounds = 5;

interface Thing {
  readonly _id: number;
  readonly email: string;
}

/**
 * Point reads of the stand-in against its own ping, by one client in one run; promised: at least 0.6, with 10,000 and
 * 100,000 documents.
 */
async function benchPointReads(client: MongoClient, size: number, print: (line: string) => void): Promise<void> {
  const things = client.db().collection<Thing>(`things${size}`);
  await things.createIndex({ email: 1 });
  await things.insertMany(
    Array.from({ length: size }, (_, _id) => ({
      _id,
      email: `user${_id}@lotus.example`,
      text: 'some more of it '.repeat(10),
    })),
  );
  let next = 0;
  const index = () => {
    next = (next + 7919) % size;
    return next;
  };
  const tasks = {
    ping: async () => void (await client.db().command({ ping: 1 })),
    _id: async () => void (await things.findOne({ _id: index() })),
    email: async () => void (await things.findOne({ email: `user${index()}@lotus.example` })),
  };
  const rates = { ping: [] as number[], _id: [] as number[], email: [] as number[] };
  // In turns, so that what else the machine does meets all three.
  for (let round = 0; round < rounds; round++) {
    const bench = new Bench({ time: 400, warmupTime: 100, throws: true });
    for (const [name, task] of Object.entries(tasks)) bench.add(name, task);
    await bench.run();
    for (const name of ['ping', '_id', 'email'] as const) {
      const result = bench.getTask(name)?.result;
      if (result?.state !== 'completed') throw new Error(`${name} was not measured`);
      rates[name].push(1000 / result.latency.p50);
    }
  }
  const ping = median(rates.ping);
  const share = (name: '_id' | 'email') => (median(rates[name]) / ping).toFixed(2);
  print(
    `${size} documents: ping ${Math.round(ping)} a second; by _id ${share('_id')} of it, by an indexed field ${share('email')} (promised: at least 0.6)`,
  );
}

/** A relay to a port that counts the bytes of both directions. */
async function startRelay(port: number) {
  const bytes = { up: 0, down: 0 };
  const server = createServer((socket) => {
    const upstream = connect(port, '127.0.0.1');
    socket.on('data', ({ length }) => {
      bytes.up += length;
    });
    upstream.on('data', ({ length }) => {
      bytes.down += length;
    });
    socket.pipe(upstream).pipe(socket);
    for (const end of [socket, upstream]) end.on('error', () => end.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { bytes, port: (server.address() as AddressInfo).port, close: () => server.close() };
}

/** What a find of 100 documents, as a video server's are, costs on the wire, plain and with zlib. */
async function benchBytes(port: number, print: (line: string) => void): Promise<void> {
  const random = randomFrom(7);
  const videos = Array.from({ length: 100 }, (_, _id) => ({
    _id,
    title: title(random, 'lotus'),
    owner: personName(random),
    description: paragraph(random, 4, 8),
    tags: ['music', 'nature', 'talk'].slice(random.below(3)),
    views: random.below(100_000),
    createdAt: new Date(1_700_000_000_000 + _id * 3_600_000),
  }));
  const down: number[] = [];
  for (const compressors of ['none', 'zlib'] as const) {
    const relay = await startRelay(port);
    const client = new MongoClient(`mongodb://127.0.0.1:${relay.port}/bytes`, {
      maxPoolSize: 1,
      compressors: [compressors],
      heartbeatFrequencyMS: 600_000,
    });
    const collection = client.db().collection<{ _id: number }>('videos');
    await collection.deleteMany({});
    await collection.insertMany(videos);
    const before = { ...relay.bytes };
    const count = (await collection.find().toArray()).length;
    down.push(relay.bytes.down - before.down);
    print(
      `a find of ${count} documents, compressors=${compressors}: ${relay.bytes.up - before.up} bytes up, ${relay.bytes.down - before.down} down`,
    );
    await client.close();
    relay.close();
  }
  const [plain = 0, zlib = 0] = down;
  print(`zlib sends ${((zlib / plain) * 100).toFixed(0)} % of the bytes`);
}

export async function benchEmbeddedMongo(print: (line: string) => void): Promise<void> {
  const { child, line } = await firstLineOf([program, '--port', '0']);
  const { port } = (JSON.parse(line) as { attr: { port: number } }).attr;
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/bench`, { maxPoolSize: 1 });
  for (const size of [10_000, 100_000]) await benchPointReads(client, size, print);
  await benchIndexes(`mongodb://127.0.0.1:${port}`, child, print);
  await benchBytes(port, print);
  await client.close();
  child.kill('SIGINT');
}
