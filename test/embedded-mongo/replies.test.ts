import { type Db, Decimal128, Double, Int32, Long, MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTarget, type Target } from './target.js';

let target: Target;
let client: MongoClient;
let db: Db;

beforeAll(async () => {
  target = await startTarget();
  client = new MongoClient(target.uri);
  db = client.db('lotus_conformance_replies');
});

beforeEach(() => db.dropDatabase());

afterAll(async () => {
  await db.dropDatabase();
  await client.close();
  await target.stop();
});

const things = () => db.collection<{ _id: number }>('things');

describe('whole replies', () => {
  it('insert: what failed, by index, ordered and unordered', async () => {
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
    expect(await db.command({ insert: 'things', documents })).toMatchObject({
      n: 1,
      writeErrors: [
        {
          index: 1,
          code: 11000,
          keyPattern: { _id: 1 },
          keyValue: { _id: 1 },
          errmsg: expect.stringContaining(
            'E11000 duplicate key error collection: lotus_conformance_replies.things index: _id_ dup key: { _id: 1 }',
          ),
        },
      ],
      ok: 1,
    });
    expect(await db.command({ insert: 'things', ordered: false, documents })).toMatchObject({
      n: 1,
      writeErrors: [{ index: 0 }, { index: 1 }],
    });
  });

  it('update: n, nModified, upserted', async () => {
    await things().insertMany([{ _id: 1 }, { _id: 2 }]);
    const updates = [
      { q: { _id: 1 }, u: { $set: { a: 1 } } },
      { q: { _id: 1 }, u: { $set: { a: 1 } } },
      { q: { _id: 9 }, u: { $set: { a: 1 } }, upsert: true },
    ];
    expect(await db.command({ update: 'things', updates })).toMatchObject({
      n: 3,
      nModified: 1,
      upserted: [{ index: 2, _id: 9 }],
      ok: 1,
    });
  });

  it('delete, findAndModify, count, distinct', async () => {
    await things().insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
    expect(await db.command({ delete: 'things', deletes: [{ q: { _id: { $gt: 1 } }, limit: 1 }] })).toMatchObject({
      n: 1,
      ok: 1,
    });
    expect(
      await db.command({
        findAndModify: 'things',
        query: { _id: 7 },
        update: { $set: { a: 1 } },
        upsert: true,
        new: true,
      }),
    ).toMatchObject({
      lastErrorObject: { n: 1, updatedExisting: false, upserted: 7 },
      value: { _id: 7, a: 1 },
    });
    expect(await db.command({ count: 'things', query: { _id: { $lt: 5 } } })).toMatchObject({ n: 2, ok: 1 });
    expect(await db.command({ distinct: 'things', key: '_id' })).toMatchObject({ values: [1, 3, 7], ok: 1 });
  });

  it('cursors: batches of the sizes asked for, and none after they were killed', async () => {
    await things().insertMany(Array.from({ length: 250 }, (_, _id) => ({ _id })));
    const first = await db.command({ find: 'things', filter: {} });
    expect(first.cursor.firstBatch).toHaveLength(101);
    const next = await db.command({ getMore: first.cursor.id, collection: 'things', batchSize: 10 });
    expect(next.cursor.nextBatch).toHaveLength(10);
    expect(await db.command({ killCursors: 'things', cursors: [first.cursor.id] })).toMatchObject({
      cursorsKilled: [first.cursor.id],
    });
    await expect(db.command({ getMore: first.cursor.id, collection: 'things' })).rejects.toMatchObject({
      code: 43,
      codeName: 'CursorNotFound',
    });
    expect((await db.command({ find: 'things', batchSize: 0 })).cursor.firstBatch).toHaveLength(0);
    const { cursor } = await db.command({ find: 'things', batchSize: 5, singleBatch: true });
    expect([Number(cursor.id), cursor.firstBatch.length]).toEqual([0, 5]);
  });

  it('an unacknowledged write has no reply, and the next one is not mistaken for it', async () => {
    await things().insertOne({ _id: 1 }, { writeConcern: { w: 0 } });
    expect(await things().findOne({ _id: 1 })).toEqual({ _id: 1 });
  });
});

describe('numbers keep their types', () => {
  const typesOf = async () => {
    const [stored] = await db.collection('numbers').find({}, { promoteValues: false }).toArray();
    return Object.fromEntries(
      Object.entries(stored ?? {}).map(([key, value]) => [key, (value as { _bsontype: string })._bsontype]),
    );
  };

  it('in storage, and in what $inc and $mul make of them', async () => {
    await db.collection<{ _id: Int32 }>('numbers').insertOne({
      _id: new Int32(1),
      double: new Double(1),
      long: Long.fromNumber(1),
      decimal: Decimal128.fromString('1.0'),
      int: new Int32(2 ** 31 - 1),
    } as never);
    expect(await typesOf()).toEqual({
      _id: 'Int32',
      double: 'Double',
      long: 'Long',
      decimal: 'Decimal128',
      int: 'Int32',
    });
    await db
      .collection('numbers')
      .updateOne({}, { $inc: { double: new Int32(1), long: new Int32(1), int: new Int32(1) } });
    expect(await typesOf()).toMatchObject({ double: 'Double', long: 'Long', int: 'Long' });
  });

  it('and are equal across them', async () => {
    await db
      .collection('numbers')
      .insertMany([
        { n: new Int32(5) },
        { n: new Double(5) },
        { n: Long.fromNumber(5) },
        { n: Decimal128.fromString('5.00') },
        { n: new Double(5.5) },
      ]);
    expect(await db.collection('numbers').countDocuments({ n: 5 })).toBe(4);
    expect(await db.collection('numbers').countDocuments({ n: { $gt: Decimal128.fromString('5.1') } })).toBe(1);
    await expect(db.collection('numbers').createIndex({ n: 1 }, { unique: true })).rejects.toMatchObject({
      code: 11000,
    });
  });
});

describe('indexes', () => {
  it('unique ones hold for arrays, pairs, and what is missing', async () => {
    await db.collection('a').createIndex({ tags: 1 }, { unique: true });
    await db.collection('a').insertOne({ tags: ['x', 'y'] });
    await expect(db.collection('a').insertOne({ tags: ['z', 'y'] })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { tags: 1 },
    });
    await db.collection('b').createIndex({ x: 1, y: 1 }, { unique: true });
    await db.collection('b').insertMany([{ x: 1, y: 1 }, { x: 1, y: 2 }, { x: 2 }]);
    await expect(db.collection('b').insertOne({ x: 2, y: null })).rejects.toMatchObject({ code: 11000 });
    await db.collection('c').createIndex({ x: 1 }, { unique: true, sparse: true });
    await db.collection('c').insertMany([{}, {}]);
    await db.collection('d').createIndex({ x: 1 }, { unique: true, partialFilterExpression: { on: true } });
    await db.collection('d').insertMany([{ x: 1 }, { x: 1 }, { x: 1, on: true }]);
    await expect(db.collection('d').insertOne({ x: 1, on: true })).rejects.toMatchObject({ code: 11000 });
  });

  it('cannot be made over duplicates, under a taken name, or twice with other options', async () => {
    await db.collection('e').insertMany([{ x: 1 }, { x: 1 }]);
    await expect(db.collection('e').createIndex({ x: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
    await db.collection('e').createIndex({ x: 1 }, { name: 'one' });
    await expect(db.collection('e').createIndex({ y: 1 }, { name: 'one' })).rejects.toMatchObject({ code: 86 });
    await expect(db.collection('e').createIndex({ x: 1 }, { name: 'two' })).rejects.toMatchObject({ code: 85 });
    expect((await db.collection('e').indexes()).map(({ name }) => name)).toEqual(['_id_', 'one']);
    await db.collection('e').dropIndex('one');
    await expect(db.collection('e').dropIndex('one')).rejects.toMatchObject({ code: 27 });
  });
});

it('a DBRef is stored like any document, and its fields are found', async () => {
  const at = { $ref: 'things', $id: 1, note: 'x' };
  expect(await db.command({ insert: 'refs', documents: [{ _id: 1, at }] })).toMatchObject({ n: 1 });
  expect(await db.collection('refs').countDocuments({ 'at.$id': 1, 'at.note': 'x' })).toBe(1);
});
