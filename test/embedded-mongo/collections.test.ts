import { setTimeout as pause } from 'node:timers/promises';
import { type Db, type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startStandIn } from '../stand-in.js';
import { connect, externalUri } from './target.js';

// What applications ask of a server on the first day: lifetimes, validators, capped collections, renaming, statistics.
const database = 'lotus_conformance_collections';
let client: MongoClient;
let db: Db;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await connect(database));
  db = client.db(database);
});

beforeEach(() => db.dropDatabase());

afterAll(() => close());

const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    ({ code }) => code,
  );

describe.skipIf(externalUri)('TTL', () => {
  it('a sweep takes what has expired and nothing else, and does so again and again', async () => {
    const standIn = await startStandIn('--setParameter', 'ttlMonitorSleepSecs=1');
    const other = new MongoClient(standIn.uri('ttl'));
    const sessions = other.db().collection<{ _id: string }>('sessions');
    await sessions.createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
    await sessions.insertMany([
      { _id: 'long gone', at: ago(7200) },
      { _id: 'one of its dates is', at: [ago(7200), ago(0)] },
      { _id: 'not yet', at: ago(60) },
      { _id: 'no date', at: 'yesterday' },
      { _id: 'nothing' },
    ] as never[]);
    const passes = async () => Number((await other.db().command({ serverStatus: 1 })).metrics.ttl.passes);
    const before = await passes();
    while ((await passes()) < before + 2) await pause(20);
    expect((await sessions.distinct('_id')).toSorted()).toEqual(['no date', 'not yet', 'nothing']);
    // collMod shortens the life of an index, and the next sweeps obey.
    const index = { name: 'at_1', expireAfterSeconds: 1 };
    expect(await other.db().command({ collMod: 'sessions', index })).toMatchObject({
      expireAfterSeconds_old: 3600,
      expireAfterSeconds_new: 1,
    });
    const again = await passes();
    while ((await passes()) < again + 2) await pause(20);
    expect(await sessions.distinct('_id')).toEqual(['no date', 'nothing']);
    await other.close();
    await standIn.stop();
  });

  it('once a minute unless the server is told otherwise', async () => {
    expect(await db.admin().command({ getParameter: 1, ttlMonitorSleepSecs: 1 })).toMatchObject({
      ttlMonitorSleepSecs: 60,
    });
    expect(await db.admin().command({ setParameter: 1, ttlMonitorSleepSecs: 120 })).toMatchObject({ was: 60 });
    expect(await db.admin().command({ setParameter: 1, ttlMonitorSleepSecs: 60 })).toMatchObject({ was: 120 });
    expect(await outcomeOf(db.admin().command({ setParameter: 1, ttlMonitorSleepSecs: 0 }))).toBe(2);
  });
});

describe('a validator', () => {
  const schema = {
    bsonType: 'object',
    required: ['name', 'age'],
    properties: { name: { bsonType: 'string' }, age: { bsonType: 'int', minimum: 0 } },
  };

  it('says which rules a document breaks', async () => {
    await db.createCollection('v', { validator: { $jsonSchema: schema } });
    const error = await db
      .collection('v')
      .insertOne({ _id: 1 as never, name: 5 })
      .then(
        () => undefined,
        (thrown) => thrown,
      );
    expect(error).toMatchObject({ code: 121, message: 'Document failed validation' });
    expect(error.errInfo).toEqual({
      failingDocumentId: 1,
      details: {
        operatorName: '$jsonSchema',
        schemaRulesNotSatisfied: [
          { operatorName: 'required', specifiedAs: { required: ['name', 'age'] }, missingProperties: ['age'] },
          {
            operatorName: 'properties',
            propertiesNotSatisfied: [
              {
                propertyName: 'name',
                details: [
                  {
                    operatorName: 'bsonType',
                    specifiedAs: { bsonType: 'string' },
                    reason: 'type did not match',
                    consideredValue: 5,
                    consideredType: 'int',
                  },
                ],
              },
            ],
          },
        ],
      },
    });
  });

  const write: Readonly<Record<string, (collection: ReturnType<Db['collection']>) => Promise<unknown>>> = {
    'a valid insert': (c) => c.insertOne({ n: 5 }),
    'an invalid insert': (c) => c.insertOne({ n: -5 }),
    'an invalid insert past it': (c) => c.insertOne({ n: -5 }, { bypassDocumentValidation: true }),
    'an update that makes invalid': (c) => c.updateOne({ n: 1 }, { $set: { n: -1 } }),
    'an update of what was invalid': (c) => c.updateOne({ n: -9 }, { $set: { n: -8 } }),
    'an upsert of what is invalid': (c) => c.updateOne({ n: -7 }, { $set: { x: 1 } }, { upsert: true }),
    'a findAndModify that makes invalid': (c) => c.findOneAndUpdate({ n: 1 }, { $set: { n: -1 } }),
    'an aggregation that writes what is invalid': (c) =>
      c.aggregate([{ $project: { n: { $literal: -3 } } }, { $merge: { into: 'v' } }]).toArray(),
  };
  const strict: Record<string, number | 'ok'> = {
    'a valid insert': 'ok',
    'an invalid insert': 121,
    'an invalid insert past it': 'ok',
    'an update that makes invalid': 121,
    'an update of what was invalid': 121,
    'an upsert of what is invalid': 121,
    'a findAndModify that makes invalid': 121,
    'an aggregation that writes what is invalid': 121,
  };
  const lenient = Object.fromEntries(Object.keys(strict).map((name) => [name, 'ok' as const]));
  it.each<[string, Document, Record<string, number | 'ok'>]>([
    ['strict', {}, strict],
    ['moderate', { validationLevel: 'moderate' }, { ...strict, 'an update of what was invalid': 'ok' }],
    ['off', { validationLevel: 'off' }, lenient],
    ['that warns', { validationAction: 'warn' }, lenient],
  ])('%s', async (_how, options, wanted) => {
    const found: Record<string, unknown> = {};
    for (const [name, run] of Object.entries(write)) {
      await db.dropDatabase();
      const collection = db.collection('v');
      await collection.insertMany([{ n: 1 }, { n: -9 }]);
      await db.command({ collMod: 'v', validator: { n: { $gte: 0 } }, ...options });
      found[name] = await outcomeOf(run(collection));
    }
    expect(found).toEqual(wanted);
  });

  it('that cannot be read is refused when it is set', async () => {
    expect(await outcomeOf(db.createCollection('v', { validator: { a: { $foo: 1 } } }))).toBe(2);
    expect(await outcomeOf(db.createCollection('v', { validator: { a: 1 }, validationLevel: 'hard' }))).toBe(2);
  });
});

describe('a capped collection', () => {
  it('keeps the youngest, in the order of their insertion', async () => {
    const log = await db.createCollection('log', { capped: true, size: 100_000, max: 3 });
    for (let n = 0; n < 5; n++) await log.insertOne({ n });
    expect((await log.find().toArray()).map(({ n }) => n)).toEqual([2, 3, 4]);
    expect((await log.find().sort({ $natural: -1 }).toArray()).map(({ n }) => n)).toEqual([4, 3, 2]);
    expect(await log.isCapped()).toBe(true);
    expect(await log.options()).toMatchObject({ capped: true, max: 3 });
  });

  it('keeps to its size in bytes', async () => {
    const log = await db.createCollection('log', { capped: true, size: 8192 });
    for (let n = 0; n < 50; n++) await log.insertOne({ n, text: 'x'.repeat(1000) });
    const kept = (await log.find().toArray()).map(({ n }) => n);
    expect(kept.length).toBeLessThan(9);
    expect(kept.at(-1)).toBe(49);
  });

  it.each<[string, Document, number]>([
    ['without a size', { capped: true }, 72],
    ['a size without capped', { size: 1000 }, 72],
    ['no size at all', { capped: true, size: 0 }, 51024],
  ])('is not made %s', async (_what, options, code) => {
    expect(await outcomeOf(db.command({ create: 'log', ...options }))).toBe(code);
  });
});

it('a collection with a collation compares by it, also its _id, and its indexes inherit it', async () => {
  const users = await db.createCollection<{ _id: string }>('users', { collation: { locale: 'en', strength: 2 } });
  await users.insertOne({ _id: 'Ada' });
  expect(await outcomeOf(users.insertOne({ _id: 'ADA' }))).toBe(11000);
  expect(await users.findOne({ _id: 'aDa' })).toEqual({ _id: 'Ada' });
  expect(await users.countDocuments({ _id: 'ada' }, { collation: { locale: 'simple' } })).toBe(0);
  await users.createIndex({ name: 1 });
  expect((await users.indexes())[1]).toMatchObject({ collation: { locale: 'en', strength: 2 } });
});

it('renameCollection takes documents, indexes and options along, and spares what is there', async () => {
  const from = await db.createCollection<{ _id: number }>('from', { validator: { _id: { $lt: 5 } } });
  await from.createIndex({ a: 1 }, { unique: true });
  await from.insertMany([
    { _id: 2, a: 1 },
    { _id: 1, a: 2 },
  ] as never[]);
  await db.collection('there').insertOne({ x: 1 });
  expect(await outcomeOf(db.renameCollection('from', 'there'))).toBe(48);
  expect(await outcomeOf(db.renameCollection('nobody', 'else'))).toBe(26);
  const to = await db.renameCollection<{ _id: number }>('from', 'there', { dropTarget: true });
  expect((await to.find().toArray()).map(({ _id }) => _id)).toEqual([2, 1]);
  expect(await outcomeOf(to.insertOne({ _id: 3, a: 1 } as never))).toBe(11000);
  expect(await outcomeOf(to.insertOne({ _id: 9 }))).toBe(121);
  expect((await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)).toEqual(['there']);
});

it('the statistics of a database and a collection count what there is', async () => {
  await db.collection('s').insertMany([{ a: 1 }, { a: 2 }]);
  await db.collection('s').createIndex({ a: 1 });
  expect(await db.stats()).toMatchObject({ db: database, collections: 1, objects: 2, indexes: 2, dataSize: 58 });
  expect(await db.command({ collStats: 's' })).toMatchObject({ count: 2, size: 58, avgObjSize: 29, nindexes: 2 });
  const stage = (argument: object) =>
    db
      .collection('s')
      .aggregate([{ $collStats: argument }])
      .toArray();
  expect(await stage({ count: {} })).toMatchObject([{ ns: `${database}.s`, count: 2 }]);
  expect(await stage({ storageStats: {} })).toMatchObject([{ storageStats: { count: 2, size: 58 } }]);
});

it('a hidden index answers nothing, not even a hint, and stays unique', async () => {
  await db.collection('h').createIndex({ a: 1 }, { unique: true });
  await db.collection('h').insertOne({ a: 1 });
  await db.command({ collMod: 'h', index: { name: 'a_1', hidden: true } });
  expect(await outcomeOf(db.collection('h').find({ a: 1 }, { hint: 'a_1' }).toArray())).toBe(2);
  expect(await outcomeOf(db.collection('h').insertOne({ a: 1 }))).toBe(11000);
});

describe('what only a replica set has is answered as a standalone mongod answers it:', () => {
  const lsid = { id: crypto.randomUUID() };
  it.each<[string, () => Promise<unknown>, Document]>([
    [
      'a transaction',
      () => db.command({ find: 'c', txnNumber: 1, startTransaction: true, autocommit: false, lsid }),
      {
        code: 20,
        codeName: 'IllegalOperation',
        message: 'Transaction numbers are only allowed on a replica set member or mongos',
      },
    ],
    ['a transaction without a number', () => db.command({ find: 'c', autocommit: false, lsid }), { code: 72 }],
    [
      'a change stream of a collection',
      () =>
        db
          .collection('c')
          .aggregate([{ $changeStream: {} }])
          .toArray(),
      { code: 40573, message: 'The $changeStream stage is only supported on replica sets' },
    ],
    ['a change stream of a database', () => db.aggregate([{ $changeStream: {} }]).toArray(), { code: 40573 }],
  ])('%s', async (_what, run, error) => {
    await expect(run()).rejects.toMatchObject(error);
  });
});
