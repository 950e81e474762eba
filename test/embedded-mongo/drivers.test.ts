import { MongoClient } from 'mongodb';
import { MongoClient as MongoClient6 } from 'mongodb6';
import { Mongoose } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../stand-in.js';
import { externalUri } from './target.js';

// Its types are those of the module named `mongoose`, which under another name TypeScript does not find.
const { Mongoose: Mongoose8 } = (await import('mongoose8' as string)) as typeof import('mongoose');

// The four clients that users have, plain, compressed and authenticated.
let plain: StandIn;
let secured: StandIn;

beforeAll(async () => {
  [plain, secured] = await Promise.all([startStandIn(), startStandIn('--auth')]);
  const admin = new MongoClient(secured.uri('admin'));
  await admin.db('admin').command({ createUser: 'ada', pwd: 'correct horse', roles: ['root'] });
  await admin.close();
});

afterAll(() => Promise.all([plain.stop(), secured.stop()]));

const ways = [
  ['plain', () => plain.uri('drivers')],
  ['zlib', () => `${plain.uri('drivers')}?compressors=zlib`],
  ['SCRAM', () => secured.uri('drivers').replace('//', '//ada:correct%20horse@').concat('?authSource=admin')],
  [
    'SCRAM and zlib',
    () => secured.uri('drivers').replace('//', '//ada:correct%20horse@').concat('?authSource=admin&compressors=zlib'),
  ],
] as const;

describe.skipIf(externalUri)('the mongodb drivers', () => {
  for (const [name, Client] of [
    ['mongodb 7', MongoClient],
    ['mongodb 6', MongoClient6 as unknown as typeof MongoClient],
  ] as const) {
    it.each(ways)(`${name}, %s`, async (_way, uri) => {
      const client = new Client(uri());
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

  it.each([
    ['a wrong password', (uri: string) => uri.replace('correct', 'wrong')],
    ['an unknown user', (uri: string) => uri.replace('ada', 'eve')],
  ])('%s is refused with code 18', async (_name, spoil) => {
    const client = new MongoClient(spoil(ways[2][1]()));
    await expect(client.connect()).rejects.toMatchObject({ code: 18 });
    await client.close();
  });

  it('no user at all may not read', async () => {
    const client = new MongoClient(secured.uri('drivers'));
    await expect(client.db().collection('things').findOne()).rejects.toMatchObject({ code: 13 });
    await expect(client.db('admin').command({ createUser: 'eve', pwd: 'x', roles: [] })).rejects.toMatchObject({
      code: 13,
    });
    await client.close();
  });
});

describe.skipIf(externalUri)('mongoose', () => {
  for (const [name, Odm] of [
    ['mongoose 9', Mongoose],
    ['mongoose 8', Mongoose8],
  ] as const) {
    it.each(ways)(`${name}, %s`, async (_way, uri) => {
      const odm = new Odm();
      await odm.connect(uri());
      await odm.connection.dropDatabase();
      const author = new odm.Schema({ name: { type: String, unique: true } });
      const book = new odm.Schema({
        title: String,
        author: { type: odm.Schema.Types.ObjectId, ref: 'Author' },
        pages: [Number],
        price: odm.Schema.Types.Decimal128,
        cover: Buffer,
        extra: Map,
      });
      const Author = odm.model('Author', author);
      const Book = odm.model('Book', book);
      await Author.syncIndexes();
      const ada = await Author.create({ name: 'Ada' });
      await expect(Author.create({ name: 'Ada' })).rejects.toMatchObject({ code: 11000, keyValue: { name: 'Ada' } });
      const saved = await Book.create({
        title: 'Notes',
        author: ada._id,
        pages: [1, 2],
        price: '9.99',
        cover: Buffer.from([255, 0]),
        extra: { a: '1' },
      });
      const found = await Book.findById(saved._id).populate<{ author: { name: string } }>('author').orFail();
      expect(found.author.name).toBe('Ada');
      expect(String(found.price)).toBe('9.99');
      expect([...(found.cover ?? [])]).toEqual([255, 0]);
      // Versioning: of two who change the same array, the later one fails.
      const other = await Book.findById(saved._id).orFail();
      found.pages.splice(0, 1);
      await found.save();
      other.pages.splice(1, 1);
      await expect(other.save()).rejects.toThrow(/No matching document found|VersionError/);
      await Book.bulkWrite([
        { insertOne: { document: { title: 'B' } as never } },
        { updateOne: { filter: { title: 'Notes' }, update: { $set: { title: 'Notes' }, $inc: { __v: 1 } } as never } },
      ]);
      const titles = [];
      for await (const { title } of Book.find().sort({ title: 1 }).cursor()) titles.push(title);
      expect(titles).toEqual(['B', 'Notes']);
      await odm.disconnect();
    });
  }
});
