import { Mongoose } from 'mongoose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWays, type Ways, wayNames } from './ways.js';

// Its types are those of the module named `mongoose`, which under another name TypeScript does not find.
const { Mongoose: Mongoose8 } = (await import('mongoose8' as string)) as typeof import('mongoose');

let ways: Ways;

beforeAll(async () => {
  ways = await startWays();
});

afterAll(() => ways.stop());

const cases = [
  ['mongoose 9', Mongoose],
  ['mongoose 8', Mongoose8],
].flatMap(([name, Odm]) => wayNames.map((way) => [name, way, Odm] as [string, typeof way, typeof Mongoose]));

describe.each(cases)('%s, %s', (_name, way, Odm) => {
  let odm: Mongoose;

  beforeEach(async () => {
    odm = new Odm();
    await odm.connect(ways.uri(way));
    await odm.connection.dropDatabase();
  });

  afterEach(() => odm.disconnect());

  it('types of its own come back as they went in', async () => {
    const schema = new odm.Schema({
      price: odm.Schema.Types.Decimal128,
      big: BigInt,
      uuid: odm.Schema.Types.UUID,
      extra: { type: Map, of: Number },
      cover: Buffer,
      at: Date,
      parts: [{ name: String, sizes: [Number] }],
    });
    const Thing = odm.model('Thing', schema);
    const at = new Date('2024-02-29T12:00:00.123Z');
    const { _id } = await Thing.create({
      price: '9.90',
      big: 9007199254740993n,
      uuid: '00000000-0000-4000-8000-0000000000ff',
      extra: { a: 1 },
      cover: Buffer.from([255, 0]),
      at,
      parts: [{ name: 'x', sizes: [1, 2] }],
    });
    const found = await Thing.findById(_id).orFail();
    expect(String(found.price)).toBe('9.90');
    expect(found.big).toBe(9007199254740993n);
    expect(String(found.uuid)).toContain('8000-0000000000ff');
    expect(found.extra?.get('a')).toBe(1);
    expect([...(found.cover ?? [])]).toEqual([255, 0]);
    expect(found.at).toEqual(at);
    expect(found.parts[0]?.sizes).toEqual([1, 2]);
    expect(await Thing.countDocuments({ big: 9007199254740993n, price: '9.9' } as never)).toBe(1);
  });

  it('populate, forwards and by a virtual', async () => {
    const author = new odm.Schema({ name: String }, { toObject: { virtuals: true } });
    author.virtual('books', { ref: 'Book', localField: '_id', foreignField: 'author' });
    const Author = odm.model('Author', author);
    const Book = odm.model(
      'Book',
      new odm.Schema({ title: String, author: { type: odm.Schema.Types.ObjectId, ref: 'Author' } }),
    );
    const [ada, bob] = await Author.create([{ name: 'Ada' }, { name: 'Bob' }]);
    await Book.create([
      { title: 'A', author: ada?._id },
      { title: 'B', author: ada?._id },
      { title: 'C', author: bob?._id },
    ] as never);
    const books = await Book.find().sort({ title: 1 }).populate<{ author: { name: string } }>('author');
    expect(books.map(({ author }) => author.name)).toEqual(['Ada', 'Ada', 'Bob']);
    const authors = await Author.find()
      .sort({ name: 1 })
      .populate<{ books: { title: string }[] }>({ path: 'books', options: { sort: { title: -1 } } });
    expect(authors.map((each) => each.books.map(({ title }) => title))).toEqual([['B', 'A'], ['C']]);
  });

  it('versioning: of two who change one array, the later fails', async () => {
    const List = odm.model('List', new odm.Schema({ numbers: [Number] }));
    const { _id } = await List.create({ numbers: [1, 2, 3] });
    const [first, second] = await Promise.all([List.findById(_id).orFail(), List.findById(_id).orFail()]);
    first.numbers.splice(0, 1);
    await first.save();
    second.numbers.splice(1, 1);
    await expect(second.save()).rejects.toThrow(/No matching document found|VersionError/);
    expect([...(await List.findById(_id).orFail()).numbers]).toEqual([2, 3]);
  });

  it('bulkSave, bulkWrite, findOneAndUpdate, timestamps', async () => {
    const Item = odm.model('Item', new odm.Schema({ name: String, n: Number }, { timestamps: true }));
    const items = await Item.create([
      { name: 'a', n: 1 },
      { name: 'b', n: 2 },
    ]);
    for (const item of items) item.n = (item.n ?? 0) * 10;
    await Item.bulkSave(items);
    await Item.bulkWrite([
      { insertOne: { document: { name: 'c', n: 3 } } },
      { updateOne: { filter: { name: 'a' }, update: { $inc: { n: 1 } } } },
      { deleteOne: { filter: { name: 'b' } } },
    ] as never);
    const changed = await Item.findOneAndUpdate(
      { name: 'd' },
      { n: 4 },
      { upsert: true, returnDocument: 'after', new: true },
    ).orFail();
    expect(changed.createdAt).toBeInstanceOf(Date);
    const found = await Item.find().sort({ name: 1 });
    expect(found.map(({ name, n }) => [name, n])).toEqual([
      ['a', 11],
      ['c', 3],
      ['d', 4],
    ]);
  });

  it('syncIndexes makes what is missing and drops what is no longer wanted; unique holds', async () => {
    const User = odm.model(
      'User',
      new odm.Schema(
        { email: { type: String, unique: true }, age: { type: Number, index: true } },
        { autoIndex: false },
      ),
    );
    await User.createCollection();
    await User.collection.createIndex({ old: 1 });
    expect(await User.syncIndexes()).toEqual(['old_1']);
    expect((await User.listIndexes()).map(({ name }: { name?: string }) => name).toSorted()).toEqual([
      '_id_',
      'age_1',
      'email_1',
    ]);
    await User.create({ email: 'ada@lotus.example' });
    await expect(User.create({ email: 'ada@lotus.example' })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { email: 1 },
      keyValue: { email: 'ada@lotus.example' },
    });
    expect(await User.syncIndexes()).toEqual([]);
  });

  it('cursors, aggregates, lean and distinct', async () => {
    const Row = odm.model('Row', new odm.Schema({ n: Number, kind: String }));
    await Row.insertMany(Array.from({ length: 250 }, (_, n) => ({ n, kind: n % 2 ? 'odd' : 'even' })));
    let sum = 0;
    for await (const { n } of Row.find().sort({ n: -1 }).batchSize(60).cursor()) sum += n ?? 0;
    expect(sum).toBe(31125);
    expect(
      await Row.aggregate([
        { $match: { n: { $lt: 4 } } },
        { $group: { _id: '$kind', n: { $sum: '$n' } } },
        { $sort: { _id: 1 } },
      ]),
    ).toEqual([
      { _id: 'even', n: 2 },
      { _id: 'odd', n: 4 },
    ]);
    expect((await Row.find({ n: { $in: [7, 8] } }).lean()).map(({ kind }) => kind)).toEqual(['odd', 'even']);
    expect((await Row.distinct('kind')).toSorted()).toEqual(['even', 'odd']);
    expect(await Row.exists({ n: 300 })).toBeNull();
  });

  it('a transaction is refused, not ignored', async () => {
    const Thing = odm.model('InTransaction', new odm.Schema({ n: Number }));
    const session = await odm.startSession();
    await expect(session.withTransaction(() => Thing.create([{ n: 1 }], { session }))).rejects.toThrow(
      /not supported|replica set|does not support/i,
    );
    await session.endSession();
    expect(await Thing.countDocuments()).toBe(0);
  });
});
