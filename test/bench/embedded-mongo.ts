import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { Bench } from 'tinybench';
import { firstLineOf } from './own-process.js';

const program = fileURLToPath(new URL('../../../bin/embedded-mongo.js', import.meta.url));

interface Thing {
  readonly _id: number;
  readonly email: string;
}

/** Point reads of the stand-in against its own ping, by one client in one run; promised: at least 0.6, with 10,000 and 100,000 documents. */
export async function benchEmbeddedMongo(print: (line: string) => void): Promise<void> {
  const { child, line } = await firstLineOf([program, '--port', '0']);
  const { port } = (JSON.parse(line) as { attr: { port: number } }).attr;
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/bench`, { maxPoolSize: 1 });
  for (const size of [10_000, 100_000]) {
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
    const bench = new Bench({ time: 2000, warmupTime: 500, throws: true });
    bench.add('ping', async () => void (await client.db().command({ ping: 1 })));
    bench.add('_id', async () => void (await things.findOne({ _id: index() })));
    bench.add('email', async () => void (await things.findOne({ email: `user${index()}@lotus.example` })));
    await bench.run();
    const perSecond = (name: string) => {
      const result = bench.getTask(name)?.result;
      if (result?.state !== 'completed') throw new Error(`${name} was not measured`);
      return 1000 / result.latency.p50;
    };
    const share = (name: string) => (perSecond(name) / perSecond('ping')).toFixed(2);
    print(
      `${size} documents: ping ${Math.round(perSecond('ping'))} a second; by _id ${share('_id')} of it, by an indexed field ${share('email')} (promised: at least 0.6)`,
    );
  }
  await client.close();
  child.kill('SIGINT');
}
