import type { ChildProcess } from 'node:child_process';
import { type Collection, type Db, MongoClient } from 'mongodb';
import { cpuUs, median } from './own-process.js';

// What ordered indexes cost the stand-in, in its own CPU time, so that the client's share and the wire's do not blur
// it.

const rounds = 5;
const calls = 300;
const pageSize = 20;

interface Video {
  readonly _id: number;
  readonly owner: number;
  readonly likes: number;
  readonly createdAt: Date;
  readonly text: string;
}

const videoOf = (_id: number): Video => ({
  _id,
  owner: _id % 100,
  likes: (_id * 7919) % 10_007,
  createdAt: new Date(1_700_000_000_000 + ((_id * 7919) % 100_003) * 1000),
  text: 'some more of it '.repeat(20),
});

type Task = (round: number) => Promise<unknown>;

/** The server's CPU per call of each task in microseconds: the median of rounds in which all tasks take turns. */
async function costs(
  pid: number,
  tasks: Readonly<Record<string, Task>>,
  count = calls,
): Promise<Record<string, number>> {
  const found: Record<string, number[]> = {};
  for (let round = -1; round < rounds; round++) {
    for (const [name, task] of Object.entries(tasks)) {
      const before = cpuUs(pid);
      for (let call = 0; call < count; call++) await task(round * count + call);
      // The first round warms up.
      if (round >= 0) found[name] = [...(found[name] ?? []), (cpuUs(pid) - before) / count];
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, values]) => [name, median(values)]));
}

const shown = (us: number | undefined) => `${Math.round(us ?? Number.NaN)} us`;
const ratio = (us: number, reference: number) => (us / reference).toFixed(2);

/**
 * A sorted page and a range against what they must cost: a point read, and sending as many documents. Promised: at most
 * 1.5 x both.
 */
async function benchPages(db: Db, pid: number, size: number, print: (line: string) => void): Promise<void> {
  const videos: Collection<Video> = db.collection(`videos${size}`);
  await videos.insertMany(Array.from({ length: size }, (_, _id) => videoOf(_id)));
  await videos.createIndex({ owner: 1, createdAt: -1 });
  await videos.createIndex({ createdAt: -1 });
  await videos.createIndex({ likes: 1 });
  const at = (call: number) => Math.abs(call * 7919) % size;
  const likes = (call: number) => Math.abs(call * 31) % 10_000;
  const found = await costs(pid, {
    ping: () => db.command({ ping: 1 }),
    point: (call) => videos.findOne({ _id: at(call) }),
    // The same documents in natural order: what encoding and sending so many costs.
    [`${pageSize} unsorted`]: () => videos.find().limit(pageSize).toArray(),
    '10 unsorted': () => videos.find().limit(10).toArray(),
    page: () => videos.find().sort({ createdAt: -1 }).limit(pageSize).toArray(),
    'page of an owner': (call) =>
      videos
        .find({ owner: at(call) % 100 })
        .sort({ createdAt: -1 })
        .limit(pageSize)
        .toArray(),
    'range of 10': (call) =>
      videos
        .find({ likes: { $gte: likes(call), $lt: likes(call) + 50 } })
        .limit(10)
        .toArray(),
  });
  const { ping = 1, point = 1 } = found;
  const documents = (count: number) => Math.max(0, (found[`${count} unsorted`] ?? 0) - ping);
  print(`${size} documents, the server's CPU: ping ${shown(ping)}, point read ${shown(point)}`);
  for (const [name, count] of [
    ['page', pageSize],
    ['page of an owner', pageSize],
    ['range of 10', 10],
  ] as const) {
    const us = found[name] ?? Number.NaN;
    const allowed = point + documents(count);
    print(`  ${name}: ${shown(us)}, ${ratio(us, allowed)} x a point read and its documents (promised: at most 1.5)`);
  }
}

/** Single inserts, updates and deletes with three indexes in use against the same without. Promised: at most 1.6 x. */
async function benchWrites(db: Db, pid: number, print: (line: string) => void): Promise<void> {
  const [bare, indexed]: Collection<Video>[] = [db.collection('bare'), db.collection('indexed')];
  if (!bare || !indexed) return;
  for (const collection of [bare, indexed])
    await collection.insertMany(Array.from({ length: 10_000 }, (_, _id) => videoOf(_id)));
  for (const key of [{ owner: 1, createdAt: -1 }, { createdAt: -1 }, { likes: 1 }] as const) {
    await indexed.createIndex(key);
    // Read once, so that it is built and has to be kept.
    await indexed.find().hint(key).limit(1).toArray();
  }
  let next = 10_000;
  const cycle = async (collection: Collection<Video>, _id: number) => {
    await collection.insertOne(videoOf(_id));
    await collection.updateOne({ _id }, { $inc: { likes: 1 } });
    await collection.deleteOne({ _id });
  };
  const found = await costs(pid, { bare: () => cycle(bare, next++), indexed: () => cycle(indexed, next++) });
  const { bare: without = 1, indexed: withIndexes = 1 } = found;
  print(
    `insert, update and delete: ${shown(without)} without an index, with three ${ratio(withIndexes, without)} x (promised: at most 1.6)`,
  );
}

/** What has no index to help it, in units of a ping. */
async function benchScans(db: Db, pid: number, print: (line: string) => void): Promise<void> {
  const videos = db.collection<Video>('scanned');
  await videos.insertMany(Array.from({ length: 10_000 }, (_, _id) => videoOf(_id)));
  const { ping = 1 } = await costs(pid, { ping: () => db.command({ ping: 1 }) });
  const found = await costs(
    pid,
    {
      '$group into 100 groups': () => videos.aggregate([{ $group: { _id: '$owner', n: { $sum: 1 } } }]).toArray(),
      'the first 20 by a heap': () => videos.find().sort({ likes: -1 }).limit(pageSize).toArray(),
      'all sorted': () => videos.find().sort({ likes: -1 }).project({ _id: 1 }).batchSize(1).next(),
    },
    20,
  );
  for (const [name, us] of Object.entries(found))
    print(`10,000 documents, ${name}: ${shown(us)}, ${ratio(us, ping)} pings`);
}

/** What indexes cost and save. `server` is the stand-in's own process. */
export async function benchIndexes(uri: string, server: ChildProcess, print: (line: string) => void): Promise<void> {
  const { pid } = server;
  if (pid === undefined) throw new Error('the server has no process');
  const client = new MongoClient(uri, { maxPoolSize: 1 });
  const db = client.db('indexes');
  for (const size of [2000, 100_000]) await benchPages(db, pid, size, print);
  await benchWrites(db, pid, print);
  await benchScans(db, pid, print);
  await client.close();
}
