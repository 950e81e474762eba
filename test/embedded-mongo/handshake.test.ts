import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { MongoMemoryServer } from 'mongodb-memory-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive, leftOver } from '../rig/gone.js';
import { startStandIn } from '../stand-in.js';
import { connect, externalUri } from './target.js';

let client: MongoClient;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await connect());
});

afterAll(() => close());

describe('hello', () => {
  const hello = (command: object) => client.db('admin').command(command);

  it('has the fields and types that drivers read', async () => {
    const reply = await client.db('admin').command({ hello: 1 }, { promoteValues: false });
    const types = Object.entries(reply).map(([name, value]) => [
      name,
      typeof value === 'object' ? (value?._bsontype ?? value?.constructor.name) : typeof value,
    ]);
    expect(Object.fromEntries(types)).toMatchObject({
      isWritablePrimary: 'boolean',
      maxBsonObjectSize: 'Int32',
      maxMessageSizeBytes: 'Int32',
      maxWriteBatchSize: 'Int32',
      localTime: 'Date',
      logicalSessionTimeoutMinutes: 'Int32',
      connectionId: 'Int32',
      minWireVersion: 'Int32',
      maxWireVersion: 'Int32',
      readOnly: 'boolean',
      ok: 'Double',
    });
    expect(await hello({ hello: 1 })).toMatchObject({
      maxBsonObjectSize: 16_777_216,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
    });
  });

  it('in its old form says ismaster', async () =>
    expect(await hello({ ismaster: 1 })).toMatchObject({ ismaster: true, ok: 1 }));

  it.skipIf(externalUri)('offers of the compressors that it was offered zlib alone', async () => {
    expect((await hello({ hello: 1, compression: ['snappy', 'zlib', 'zstd'] })).compression).toEqual(['zlib']);
    expect((await hello({ hello: 1, compression: ['snappy'] })).compression).toBeUndefined();
  });

  it.skipIf(externalUri)('says by which mechanisms a user can authenticate', async () => {
    expect((await hello({ hello: 1, saslSupportedMechs: 'admin.ada' })).saslSupportedMechs).toEqual(['SCRAM-SHA-256']);
  });
});

describe.skipIf(externalUri)('a client', () => {
  it('hears heartbeats, and finds the server again after it was killed and started on the same port', async () => {
    const first = await startStandIn();
    const patient = new MongoClient(first.uri('again'), {
      heartbeatFrequencyMS: 500,
      serverSelectionTimeoutMS: 30_000,
    });
    await patient.db().collection('things').insertOne({ a: 1 });
    await once(patient, 'serverHeartbeatSucceeded');
    first.process.kill('SIGKILL');
    await once(first.process, 'exit');
    const second = await startStandIn('--port', String(first.port));
    // In memory: the new one is empty.
    expect(await patient.db().collection('things').countDocuments()).toBe(0);
    await patient.close();
    await second.stop();
  });
});

const systemBinary = fileURLToPath(new URL('../../bin/embedded-mongo.js', import.meta.url));

describe.skipIf(externalUri)('mongodb-memory-server', () => {
  it('starts, authenticates, restarts and stops it as a real mongod', async () => {
    const server = new MongoMemoryServer({
      binary: { systemBinary, version: '7.0.0' },
      auth: { enable: true, customRootName: 'ada', customRootPwd: 'correct horse' },
    });
    await server.start(true);
    const uri = server.getUri();
    const count = async (address: string) => {
      const user = new MongoClient(address, {
        auth: { username: 'ada', password: 'correct horse' },
        authSource: 'admin',
      });
      try {
        await user.db('app').collection('things').insertOne({});
        return await user.db('app').collection('things').countDocuments();
      } finally {
        await user.close();
      }
    };
    expect(await count(uri)).toBe(1);
    const stranger = new MongoClient(uri);
    await expect(stranger.db('app').collection('things').findOne()).rejects.toMatchObject({ code: 13 });
    await stranger.close();
    const pid = server.instanceInfo?.instance.mongodProcess?.pid ?? 0;
    await server.stop();
    expect(isAlive(pid)).toBe(false);
    await server.start(true);
    expect(await count(server.getUri())).toBe(1);
    await server.stop();
  });
});

/** Programs that start the stand-in, print its process id, and stay until they are killed. */
const parents = {
  'which spawned it': `
    const { spawn } = await import('node:child_process');
    const child = spawn(process.execPath, [process.argv[1], '--port', '0'], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.once('data', () => console.log(child.pid));
    setInterval(() => undefined, 1000);`,
  'which started it by mongodb-memory-server': `
    const { MongoMemoryServer } = await import('mongodb-memory-server');
    const server = await MongoMemoryServer.create({ binary: { systemBinary: process.argv[1], version: '7.0.0' } });
    console.log(server.instanceInfo.instance.mongodProcess.pid);
    setInterval(() => undefined, 1000);`,
};

describe.skipIf(externalUri)('after SIGKILL of the parent', () => {
  it.each(Object.entries(parents))('%s, nothing is left', async (_how, program) => {
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program, systemBinary], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const pid = Number(line);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    expect(await leftOver({ pids: [pid] })).toEqual([]);
  });
});
