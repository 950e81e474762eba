import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EJSON } from 'bson';
import { Double, Int32, Long, MongoClient, ObjectId } from 'mongodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DatabaseChoice } from '../../../src/model/plan.js';
import type { SetupFault } from '../../../src/model/setup-fault.js';
import { setupFaultText } from '../../../src/report/words/setup-faults.js';
import { DatabaseAsker } from '../../../src/rig/database/asker.js';
import { startDatabase } from '../../../src/rig/database/database.js';
import { DatabaseNames } from '../../../src/rig/database/names.js';
import { databaseUsageBetween } from '../../../src/rig/database/reading.js';
import { startWarden, type Warden } from '../../../src/rig/guard/warden.js';
import { DatabaseError } from '../../../src/rig/rig-error.js';
import { startStandIn } from '../../stand-in.js';
import { leftOver } from '../gone.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
let warden: Warden;
let folder: string;

beforeAll(async () => {
  warden = await startWarden();
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
});

afterEach(() => {
  delete process.env.MONGOMS_SYSTEM_BINARY;
});

afterAll(async () => {
  await warden.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = (choice: DatabaseChoice) => startDatabase(choice, { repository, warden, runId: 'test' });

function program(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

describe('the stand-in', () => {
  it('is launched by mongodb-memory-server, counts what it did, and leaves nothing', async () => {
    const database = await start({ kind: 'embedded' });
    expect(database.facts).toEqual({
      kind: 'embedded',
      version: '7.0.0',
      source: 'bundled with lotus-bench',
      storage: 'memory',
    });
    const uri = await database.createFor('before');
    expect(uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/lotusbench_test_arm0_before/);
    const client = new MongoClient(uri);
    await client.connect();
    const before = await database.read();
    await client.db().collection('things').insertOne({ a: 1 });
    expect(await client.db().collection('things').countDocuments()).toBe(1);
    const usage = databaseUsageBetween(before, await database.read());
    expect(usage.commands).toBeGreaterThanOrEqual(2);
    expect(usage.commands).toBeLessThan(6);
    await client.close();
    await database.stop();
    expect(await leftOver({ pids: [database.pid ?? 0], ports: [Number(new URL(uri).port)] })).toEqual([]);
  });
});

describe('the data of an arm', () => {
  it('is what the template holds, with its indexes and types, whatever an arm did to it', async () => {
    const database = await start({ kind: 'embedded' });
    const template = new MongoClient(database.templateUri);
    const things = template.db().collection('things');
    await things.createIndex({ name: 1 }, { unique: true });
    await things.insertMany([
      { _id: new ObjectId(), name: 'one', count: new Long(1), share: new Double(2) },
      { _id: new ObjectId(), name: 'two', count: new Int32(2) },
    ]);
    await template.db().createCollection('empty');
    const arm = new MongoClient(await database.createFor('before'));
    const contents = async (client: MongoClient) => {
      const collections = await client.db().listCollections().toArray();
      const named = collections
        .map(({ name }) => name)
        .toSorted()
        .map((name) => client.db().collection(name));
      return Promise.all(
        named.map(async (each) => [
          each.collectionName,
          await each.indexes(),
          (await each.find({}, { promoteValues: false }).toArray()).map((document) =>
            EJSON.stringify(document, { relaxed: false }),
          ),
        ]),
      );
    };
    await database.refill('before');
    expect(await contents(arm)).toEqual(await contents(template));
    await arm.db().collection('things').deleteOne({ name: 'one' });
    await arm.db().collection('things').createIndex({ count: 1 });
    await arm.db().collection('more').insertOne({});
    await database.refill('before');
    expect(await contents(arm)).toEqual(await contents(template));
    expect((await contents(arm)).length).toBe(2);
    await Promise.all([arm.close(), template.close()]);
    await database.stop();
  });
});

describe('databases of arms that are named alike', () => {
  const long = 'a-name-that-is-longer-than-any-database-of-mongodb-may-have-and-then-some';

  it('are different ones, and the same ones when the run is resumed', async () => {
    const arms = ['a-b', 'a_b', 'A_B', 'a.b', `${long}1`, `${long}2`, 'template'];
    const names = new DatabaseNames('20260101120000-a-scenario-with-quite-a-long-name-of-its-own');
    const again = new DatabaseNames('20260101120000-a-scenario-with-quite-a-long-name-of-its-own');
    const made = arms.map((arm) => names.of(arm));
    expect(arms.map((arm) => again.of(arm))).toEqual(made);
    expect(new Set([names.template, ...made].map((name) => name.toLowerCase())).size).toBe(8);
    expect([names.template, ...made].filter((name) => !/^lotusbench_\w{1,52}$/.test(name))).toEqual([]);
  });

  it('hold what each arm put there', async () => {
    const database = await start({ kind: 'embedded' });
    const counts: number[] = [];
    for (const arm of ['a-b', 'a_b']) {
      const client = new MongoClient(await database.createFor(arm));
      await client.db().collection('things').insertOne({ arm });
      counts.push(await client.db().collection('things').countDocuments());
      await client.close();
    }
    await database.stop();
    expect(counts).toEqual([1, 1]);
  });
});

/** Why a database could not be had. */
async function faultOf(starting: Promise<unknown>): Promise<SetupFault> {
  const error = await starting.catch((thrown: unknown) => thrown);
  if (error instanceof DatabaseError) return error.fault;
  throw new Error(`it did not end with a DatabaseError but with ${String(error)}`);
}

describe('a database that', () => {
  it('died is told as such by whatever asks it, and is stopped like any other', async () => {
    const database = await start({ kind: 'embedded' });
    await database.createFor('before');
    expect(database.failure()).toBeUndefined();
    process.kill(database.pid ?? 0, 'SIGKILL');
    const died = { name: 'RigError', failure: { kind: 'database-died', source: 'bundled with lotus-bench' } };
    await expect(database.read()).rejects.toMatchObject(died);
    await expect(database.refill('before')).rejects.toMatchObject(died);
    await expect(database.createFor('after')).rejects.toMatchObject(died);
    expect(await leftOver({ pids: [database.pid ?? 0] })).toEqual([]);
    expect(database.failure()?.failure).toMatchObject(died.failure);
    await database.stop();
  });

  it('does not answer is not waited for without end', async () => {
    const asker = new DatabaseAsker('made', undefined);
    await expect(asker.ask(() => new Promise(() => undefined), 20)).rejects.toMatchObject({
      failure: { kind: 'database-died', source: 'made', cause: { kind: 'no-answer', withinMs: 20 } },
    });
    // Nobody waits for it again.
    await expect(asker.ask(async () => 1, 20)).rejects.toMatchObject({ failure: { kind: 'database-died' } });
  });

  it("refuses is the user's to fix", async () => {
    const database = await start({ kind: 'embedded' });
    const client = new MongoClient(database.templateUri);
    const asker = new DatabaseAsker('made', undefined);
    await expect(asker.ask(() => client.db().command({ noSuchCommand: 1 }), 60_000)).rejects.toMatchObject({
      fault: { kind: 'database-refuses', source: 'made', message: expect.stringContaining('noSuchCommand') },
    });
    expect(asker.failure()).toBeUndefined();
    await client.close();
    await database.stop();
  });
});

describe('a real mongod, if there is one,', () => {
  it('is found by MONGOMS_SYSTEM_BINARY and launched by the same way', async () => {
    // The stand-in under another name: a program that takes mongod's flags and says its version.
    process.env.MONGOMS_SYSTEM_BINARY = join(repository, 'bin', 'embedded-mongo.js');
    const database = await start({ kind: 'auto' });
    expect(database.facts).toMatchObject({ kind: 'mongod', version: '7.0.0' });
    expect(database.facts.source).toContain('MONGOMS_SYSTEM_BINARY');
    await database.stop();
  });

  it.each([
    ['not there', () => join(folder, 'nothing'), /MONGOMS_SYSTEM_BINARY .* is not a mongod \(there is no such file\)/],
    [
      'another program',
      () => program('other', '#!/bin/sh\necho hello'),
      /is not a mongod \(--version printed "hello"\)/,
    ],
    [
      'one that does not start',
      () => program('broken', '#!/bin/sh\n[ "$1" = --version ] && echo "db version v7.0.1" || exit 9'),
      /the database \(MONGOMS_SYSTEM_BINARY .*\) did not start/,
    ],
  ])('%s is told', async (_name, path, wanted) => {
    process.env.MONGOMS_SYSTEM_BINARY = path();
    expect(setupFaultText(await faultOf(start({ kind: 'auto' })))).toMatch(wanted);
  });

  it('--db mongod without one is told', async () => {
    const { PATH } = process.env;
    process.env.PATH = '/nowhere';
    expect(await faultOf(start({ kind: 'mongod' }))).toEqual({ kind: 'no-mongod' });
    process.env.PATH = PATH;
  });
});

describe('a server that is already there', () => {
  it('keeps what is not ours, and loses what we made', async () => {
    const server = await startStandIn();
    const client = new MongoClient(server.uri('precious'));
    await client.db().collection('things').insertOne({ a: 1 });
    const database = await start({ kind: 'uri', uri: server.uri('') });
    expect(database.facts).toMatchObject({ kind: 'external', version: '7.0.0' });
    const ours = new MongoClient(await database.createFor('after'));
    await ours.db().collection('things').insertOne({ a: 1 });
    await ours.close();
    const template = new MongoClient(database.templateUri);
    await template.db().collection('things').insertOne({ a: 1 });
    await template.close();
    await database.refill('after');
    await database.stop();
    const { databases } = await client.db('admin').admin().listDatabases();
    await client.close();
    await server.stop();
    expect(databases.map(({ name }) => name)).toEqual(['precious']);
  });

  it('that does not answer is one clear line, without its password', async () => {
    expect(await faultOf(start({ kind: 'uri', uri: 'mongodb://user:secret@127.0.0.1:1/' }))).toMatchObject({
      kind: 'database-unreachable',
      source: 'mongodb://127.0.0.1:1/',
    });
  });
});
