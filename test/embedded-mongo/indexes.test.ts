import type { Db, MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from './target.js';

const database = 'lotus_conformance_indexes';
let client: MongoClient;
let db: Db;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await connect(database));
  db = client.db(database);
});

beforeEach(() => db.dropDatabase());

afterAll(() => close());

const create = (...indexes: object[]) => db.command({ createIndexes: 'c', indexes });

describe('an index that mongod refuses has its code:', () => {
  it.each<[string, object, number]>([
    ['no key', { name: 'n' }, 9],
    ['no name', { key: { a: 1 } }, 9],
    ['an empty key', { key: {}, name: 'n' }, 67],
    ['a direction of 0', { key: { a: 0 }, name: 'n' }, 67],
    ['a direction that is a flag', { key: { a: true }, name: 'n' }, 67],
    ['an unknown kind', { key: { a: 'tree' }, name: 'n' }, 67],
    ['an empty field', { key: { '': 1 }, name: 'n' }, 67],
    ['an empty part of a path', { key: { 'a..b': 1 }, name: 'n' }, 67],
    ['a name with a dollar', { key: { $a: 1 }, name: 'n' }, 67],
    ['an empty name', { key: { a: 1 }, name: '' }, 67],
    ['an unknown option', { key: { a: 1 }, name: 'n', foo: 1 }, 197],
    ['a sparse index of _id', { key: { _id: 1 }, name: 'n', sparse: true }, 197],
    ['a descending index of _id', { key: { _id: -1 }, name: 'n' }, 2],
    ['partial and sparse', { key: { a: 1 }, name: 'n', sparse: true, partialFilterExpression: { a: 1 } }, 67],
    ['a partial filter with $ne', { key: { a: 1 }, name: 'n', partialFilterExpression: { a: { $ne: 1 } } }, 67],
    ['a TTL of two fields', { key: { a: 1, b: 1 }, name: 'n', expireAfterSeconds: 1 }, 67],
    ['a TTL before now', { key: { a: 1 }, name: 'n', expireAfterSeconds: -1 }, 67],
    ['a TTL that is a text', { key: { a: 1 }, name: 'n', expireAfterSeconds: '1' }, 67],
    ['a collation without a locale', { key: { a: 1 }, name: 'n', collation: { strength: 2 } }, 40414],
  ])('%s', async (_what, index, code) => {
    await expect(create(index)).rejects.toMatchObject({ code });
    expect(await db.listCollections().toArray(), 'nothing was made').toEqual([]);
  });

  it.each<[string, object, number | 'made' | 'there']>([
    ['the same', { key: { a: 1 }, name: 'a_1' }, 'there'],
    ['another key under its name', { key: { b: 1 }, name: 'a_1' }, 86],
    ['unique under its name', { key: { a: 1 }, name: 'a_1', unique: true }, 86],
    ['another lifetime under its name', { key: { a: 1 }, name: 'a_1', expireAfterSeconds: 5 }, 85],
    ['the same under another name', { key: { a: 1 }, name: 'b_1' }, 85],
    ['unique under another name', { key: { a: 1 }, name: 'b_1', unique: true }, 'made'],
    ['sparse under another name', { key: { a: 1 }, name: 'b_1', sparse: true }, 'made'],
    ['another collation under another name', { key: { a: 1 }, name: 'b_1', collation: { locale: 'en' } }, 'made'],
    ['partial under another name', { key: { a: 1 }, name: 'b_1', partialFilterExpression: { a: 1 } }, 'made'],
  ])('beside {a: 1}, %s', async (_what, index, wanted) => {
    await create({ key: { a: 1 }, name: 'a_1' });
    const outcome = await create(index).then(
      ({ numIndexesBefore, numIndexesAfter }) => (numIndexesBefore === numIndexesAfter ? 'there' : 'made'),
      ({ code }) => code,
    );
    expect(outcome).toBe(wanted);
  });
});

describe('uniqueness', () => {
  it.each<[string, object, object, object[], object, object | 'stored']>([
    ['names the member that is there already', { t: 1 }, {}, [{ t: ['a', 'b'] }], { t: ['c', 'b'] }, { t: 'b' }],
    ['of two fields', { a: 1, b: -1 }, {}, [{ a: 1, b: 2 }], { a: 1, b: 2 }, { a: 1, b: 2 }],
    ['of a missing field', { a: 1 }, {}, [{ b: 1 }], { b: 2 }, { a: null }],
    ['not of a missing field when sparse', { a: 1 }, { sparse: true }, [{ b: 1 }], { b: 2 }, 'stored'],
    ['not within one document', { a: 1 }, {}, [], { a: [1, 1] }, 'stored'],
    [
      'of texts that a collation takes for one',
      { a: 1 },
      { collation: { locale: 'en', strength: 2 } },
      [{ a: 'Ada' }],
      { a: 'ADA' },
      { a: 'ADA' },
    ],
    [
      'not of texts that it tells apart',
      { a: 1 },
      { collation: { locale: 'en', strength: 2 } },
      [{ a: 'Ada' }],
      { a: 'Adah' },
      'stored',
    ],
    [
      'within a partial index alone',
      { a: 1 },
      { partialFilterExpression: { on: true } },
      [{ a: 1 }],
      { a: 1, on: true },
      'stored',
    ],
  ])('%s', async (_what, key, options, stored, document, keyValue) => {
    await db.collection('u').createIndex(key as never, { unique: true, ...options });
    if (stored.length > 0) await db.collection('u').insertMany(stored);
    const outcome = await db
      .collection('u')
      .insertOne(document)
      .then(
        () => 'stored',
        (error) => ({ code: error.code, keyValue: error.keyValue }),
      );
    expect(outcome).toEqual(keyValue === 'stored' ? 'stored' : { code: 11000, keyValue });
  });

  it('two arrays under one compound index are refused, by insert, update and createIndexes', async () => {
    await db.collection('p').createIndex({ a: 1, b: 1 });
    await db.collection<{ _id: number }>('p').insertOne({ _id: 1, a: [1], b: 1 } as never);
    await expect(db.collection('p').insertOne({ a: [1], b: [2] })).rejects.toMatchObject({ code: 171 });
    await expect(db.collection('p').updateOne({}, { $set: { b: [1] } })).rejects.toMatchObject({ code: 171 });
    await db.collection('q').insertOne({ a: [1], b: [2] });
    await expect(db.collection('q').createIndex({ a: 1, b: 1 })).rejects.toMatchObject({ code: 171 });
    expect(
      await db
        .collection('p')
        .find({}, { projection: { _id: 0 } })
        .toArray(),
    ).toEqual([{ a: [1], b: 1 }]);
  });
});

describe('dropping', () => {
  it.each<[string, unknown, number | string[]]>([
    ['by name', 'a_1', ['_id_', 'b_1']],
    ['by key', { b: 1 }, ['_id_', 'a_1']],
    ['several', ['a_1', 'b_1'], ['_id_']],
    ['all', '*', ['_id_']],
    ['the one of _id', '_id_', 72],
    ['one that there is not', 'x_1', 27],
    ['one by a key that there is not', { x: 1 }, 27],
    ['several, one of which there is not', ['a_1', 'x_1'], 27],
    ['a number', 5, 14],
  ])('%s', async (_what, index, wanted) => {
    await create({ key: { a: 1 }, name: 'a_1' }, { key: { b: 1 }, name: 'b_1' });
    const outcome = await db.command({ dropIndexes: 'c', index }).then(
      async () => (await db.collection('c').indexes()).map(({ name }) => name),
      ({ code }) => code,
    );
    expect(outcome).toEqual(wanted);
  });
});
