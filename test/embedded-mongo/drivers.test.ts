import { MongoClient } from 'mongodb';
import { MongoClient as MongoClient6 } from 'mongodb6';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalUri } from './target.js';
import { startWays, type Ways, wayNames } from './ways.js';

let ways: Ways;

beforeAll(async () => {
  ways = await startWays();
});

afterAll(() => ways.stop());

describe('the mongodb drivers', () => {
  for (const [name, Client] of [
    ['mongodb 7', MongoClient],
    ['mongodb 6', MongoClient6 as unknown as typeof MongoClient],
  ] as const) {
    it.each(wayNames)(`${name}, %s`, async (way) => {
      const client = new Client(ways.uri(way));
      const things = client.db().collection<{ _id: number; n?: number; tags?: string[] }>(`things${name.at(-1)}`);
      await things.deleteMany({});
      await things.insertMany(Array.from({ length: 250 }, (_, _id) => ({ _id, n: _id % 10, tags: [`t${_id % 3}`] })));
      await things.createIndex({ n: 1 });
      expect(await things.countDocuments({ n: 3 })).toBe(25);
      expect(
        await things.find({ n: { $gte: 8 } }, { sort: { _id: -1 }, limit: 2, projection: { tags: 0 } }).toArray(),
      ).toEqual([
        { _id: 249, n: 9 },
        { _id: 248, n: 8 },
      ]);
      // More than the first batch.
      expect(await things.find({}).toArray()).toHaveLength(250);
      expect(await things.updateMany({ tags: 't1' }, { $inc: { n: 100 }, $push: { tags: 'x' } })).toMatchObject({
        matchedCount: 83,
        modifiedCount: 83,
      });
      expect(await things.findOneAndUpdate({ _id: 1 }, { $set: { n: 0 } }, { returnDocument: 'after' })).toEqual({
        _id: 1,
        n: 0,
        tags: ['t1', 'x'],
      });
      expect(
        await things
          .aggregate([
            { $match: { n: { $lt: 10 } } },
            { $group: { _id: '$n', count: { $sum: 1 } } },
            { $sort: { _id: 1 } },
            { $limit: 1 },
          ])
          .toArray(),
      ).toEqual([{ _id: 0, count: 18 }]);
      expect((await things.distinct('tags')).toSorted()).toEqual(['t0', 't1', 't2', 'x']);
      expect((await things.deleteMany({ n: { $gt: 50 } })).deletedCount).toBe(82);
      await client.close();
    });
  }

  it.skipIf(externalUri).each([
    ['a wrong password', (uri: string) => uri.replace('correct', 'wrong')],
    ['an unknown user', (uri: string) => uri.replace('ada', 'eve')],
  ])('%s is refused with code 18', async (_name, spoil) => {
    const client = new MongoClient(spoil(ways.uri('SCRAM')));
    await expect(client.connect()).rejects.toMatchObject({ code: 18 });
    await client.close();
  });

  it.skipIf(externalUri)('no user at all may not read', async () => {
    const client = new MongoClient(ways.unauthenticated);
    await expect(client.db().collection('things').findOne()).rejects.toMatchObject({ code: 13 });
    await expect(client.db('admin').command({ createUser: 'eve', pwd: 'x', roles: [] })).rejects.toMatchObject({
      code: 13,
    });
    await client.close();
  });
});
