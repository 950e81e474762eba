import { type Document, EJSON } from 'bson';
import { type Db, Decimal128, Double, Int32, Long, MongoClient, ObjectId } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTarget, type Target } from './target.js';

let target: Target;
let client: MongoClient;
let db: Db;

/** Ids of any type. */
interface Loose {
  readonly _id: unknown;
  readonly [name: string]: unknown;
}

const typed = { promoteValues: false, promoteBuffers: false } as const;
const text = (value: unknown) => EJSON.stringify({ value }, { relaxed: false });

beforeAll(async () => {
  target = await startTarget();
  client = new MongoClient(target.uri);
  db = client.db('lotus_conformance_aggregation');
  await db.dropDatabase();
  await db.collection<Loose>('one').insertOne({
    _id: 1,
    n: new Int32(7),
    long: Long.fromNumber(7),
    double: new Double(7.5),
    price: Decimal128.fromString('9.90'),
    name: 'Ada Lovelace',
    tags: ['x', 'y', 'z'],
    numbers: [new Int32(3), new Int32(1), new Int32(2)],
    items: [{ sku: 'a', qty: new Int32(2) }, { sku: 'b', qty: new Int32(5) }, { sku: 'c' }],
    at: new Date('2024-02-29T23:30:15.250Z'),
    nothing: null,
    id: new ObjectId('65a0f5000000000000000000'),
  });
  await db.collection<Loose>('orders').insertMany([
    { _id: 1, customer: 'ada', total: 10, items: ['pen', 'ink'], at: new Date('2024-01-05') },
    { _id: 2, customer: 'bob', total: 5, items: ['pen'], at: new Date('2024-01-20') },
    { _id: 3, customer: 'ada', total: 7.5, items: [], at: new Date('2024-02-03') },
    { _id: 4, total: 1, at: new Date('2024-02-04') },
  ]);
  await db.collection<Loose>('customers').insertMany([
    { _id: 'ada', city: 'London' },
    { _id: 'bob', city: 'Paris' },
    { _id: 'eve', city: 'London' },
  ]);
});

afterAll(async () => {
  await db.dropDatabase();
  await client.close();
  await target.stop();
});

async function evaluate(expression: unknown, options = {}): Promise<unknown> {
  const [result] = await db
    .collection('one')
    .aggregate([{ $project: { _id: 0, value: expression } }], options)
    .toArray();
  return result?.value;
}

const int = (value: number) => new Int32(value);
const double = (value: number) => new Double(value);
const long = (value: number) => Long.fromNumber(value);
const date = (value: string) => new Date(value);

describe('expressions give the value and the type that the manual says', () => {
  it.each<[expression: unknown, value: unknown]>([
    // Numbers: int grows to long, long to double; double wins over both, decimal over all.
    [{ $add: ['$n', 1] }, int(8)],
    [{ $add: ['$n', new Int32(2 ** 31 - 1)] }, long(7 + 2 ** 31 - 1)],
    [{ $add: ['$n', '$long'] }, long(14)],
    [{ $add: ['$n', '$double'] }, double(14.5)],
    [{ $add: ['$price', 1] }, Decimal128.fromString('10.90')],
    [{ $add: ['$at', 1000] }, date('2024-02-29T23:30:16.250Z')],
    [{ $add: ['$n', '$nothing'] }, null],
    [{ $subtract: ['$at', date('2024-02-29T23:30:15Z')] }, long(250)],
    [{ $subtract: ['$n', '$double'] }, double(-0.5)],
    [{ $multiply: ['$n', 3] }, int(21)],
    [{ $multiply: ['$price', 2] }, Decimal128.fromString('19.80')],
    [{ $divide: ['$n', 2] }, double(3.5)],
    [{ $mod: ['$n', 4] }, int(3)],
    [{ $mod: [{ $multiply: ['$n', -1] }, 4] }, int(-3)],
    [{ $abs: -4 }, int(4)],
    [{ $ceil: '$double' }, double(8)],
    [{ $floor: '$double' }, double(7)],
    [{ $floor: '$n' }, int(7)],
    [{ $round: [2.5, 0] }, double(2)],
    [{ $round: [3.5, 0] }, double(4)],
    [{ $round: [1.125, 2] }, double(1.12)],
    [{ $round: [12.345678, 3] }, double(12.346)],
    [{ $round: [1234, -2] }, int(1200)],
    [{ $trunc: ['$double'] }, double(7)],
    [{ $trunc: [-7.89, 1] }, double(-7.8)],
    [{ $pow: ['$n', 2] }, int(49)],
    [{ $pow: [2, -1] }, double(0.5)],
    [{ $sqrt: 49 }, double(7)],
    [{ $sum: '$numbers' }, int(6)],
    [{ $sum: ['$n', 'text', '$double'] }, double(14.5)],
    [{ $avg: '$numbers' }, double(2)],
    [{ $min: '$numbers' }, int(1)],
    [{ $max: ['$n', '$double', '$nothing'] }, double(7.5)],
    // Comparison goes over all types; what is missing comes before null.
    [{ $eq: ['$n', '$long'] }, true],
    [{ $gt: ['$name', '$n'] }, true],
    [{ $eq: ['$missing', null] }, false],
    [{ $lt: ['$missing', null] }, true],
    [{ $cmp: ['$n', 10] }, int(-1)],
    // Logic.
    [{ $and: ['$n', '$name', true] }, true],
    [{ $and: ['$n', 0] }, false],
    [{ $or: ['$nothing', '$missing'] }, false],
    [{ $not: ['$nothing'] }, true],
    // biome-ignore lint/suspicious/noThenProperty: the field's name in MongoDB's language
    [{ $cond: { if: { $gt: ['$n', 5] }, then: 'many', else: 'few' } }, 'many'],
    [{ $cond: [false, 1, '$double'] }, double(7.5)],
    [{ $ifNull: ['$missing', '$nothing', 'none'] }, 'none'],
    // biome-ignore lint/suspicious/noThenProperty: the field's name in MongoDB's language
    [{ $switch: { branches: [{ case: { $lt: ['$n', 5] }, then: 'a' }], default: 'b' } }, 'b'],
    // Texts: case is changed for ASCII alone.
    [{ $concat: ['$name', '!', ''] }, 'Ada Lovelace!'],
    [{ $concat: ['$name', '$nothing'] }, null],
    [{ $toUpper: 'aé' }, 'Aé'],
    [{ $toLower: '$name' }, 'ada lovelace'],
    [{ $toLower: '$nothing' }, ''],
    [{ $strLenCP: 'é😀' }, int(2)],
    [{ $strLenBytes: 'é😀' }, int(6)],
    [{ $substrCP: ['😀bc', 1, 1] }, 'b'],
    [{ $substrBytes: ['$name', 4, -1] }, 'Lovelace'],
    [{ $split: ['a-b-', '-'] }, ['a', 'b', '']],
    [{ $trim: { input: ' a b\n' } }, 'a b'],
    [{ $ltrim: { input: 'xxaxx', chars: 'x' } }, 'axx'],
    [{ $indexOfCP: ['😀ab', 'b'] }, int(2)],
    [{ $indexOfCP: ['ab', 'c'] }, int(-1)],
    [{ $replaceAll: { input: 'a.b.c', find: '.', replacement: { $literal: '$' } } }, 'a$b$c'],
    [{ $replaceOne: { input: 'a.b.c', find: '.', replacement: '-' } }, 'a-b.c'],
    [{ $regexMatch: { input: '$name', regex: '^ada', options: 'i' } }, true],
    [{ $strcasecmp: ['ABC', 'abd'] }, int(-1)],
    // Arrays.
    [{ $size: '$tags' }, int(3)],
    [{ $arrayElemAt: ['$tags', -1] }, 'z'],
    [{ $arrayElemAt: ['$tags', 9] }, undefined],
    [{ $first: '$tags' }, 'x'],
    [{ $last: '$tags' }, 'z'],
    [{ $slice: ['$tags', 2] }, ['x', 'y']],
    [{ $slice: ['$tags', -2] }, ['y', 'z']],
    [{ $slice: ['$tags', 1, 5] }, ['y', 'z']],
    [{ $concatArrays: ['$tags', ['q']] }, ['x', 'y', 'z', 'q']],
    [{ $reverseArray: '$tags' }, ['z', 'y', 'x']],
    [{ $range: [0, 5, 2] }, [int(0), int(2), int(4)]],
    [{ $in: ['y', '$tags'] }, true],
    [{ $indexOfArray: ['$tags', 'z'] }, int(2)],
    [{ $isArray: '$n' }, false],
    [{ $setUnion: [['a'], ['b', 'a']] }, ['a', 'b']],
    [
      {
        $setIntersection: [
          ['a', 'b'],
          ['b', 'c'],
        ],
      },
      ['b'],
    ],
    [
      {
        $setDifference: [
          ['a', 'b'],
          ['b', 'c'],
        ],
      },
      ['a'],
    ],
    [{ $setIsSubset: [['a'], '$tags'] }, false],
    [
      {
        $setEquals: [
          ['a', 'b'],
          ['b', 'a', 'a'],
        ],
      },
      true,
    ],
    [{ $anyElementTrue: [[false, 0, null]] }, false],
    [{ $sortArray: { input: '$numbers', sortBy: -1 } }, [int(3), int(2), int(1)]],
    [{ $map: { input: '$numbers', as: 'x', in: { $multiply: ['$$x', '$n'] } } }, [int(21), int(7), int(14)]],
    [{ $filter: { input: '$numbers', cond: { $gt: ['$$this', 1] } } }, [int(3), int(2)]],
    [{ $reduce: { input: '$tags', initialValue: '', in: { $concat: ['$$value', '$$this'] } } }, 'xyz'],
    [{ $let: { vars: { two: 2 }, in: { $add: ['$$two', '$n'] } } }, int(9)],
    // A path through an array reads every document in it.
    ['$items.qty', [int(2), int(5)]],
    [{ $sum: '$items.qty' }, int(7)],
    // Documents.
    [{ $mergeObjects: [{ a: 1, b: 1 }, '$nothing', { b: 2 }] }, { a: int(1), b: int(2) }],
    [{ $objectToArray: { a: 1 } }, [{ k: 'a', v: int(1) }]],
    [{ $arrayToObject: [[['a', 1]]] }, { a: int(1) }],
    [{ $getField: 'n' }, int(7)],
    [{ $setField: { field: 'a', input: {}, value: 1 } }, { a: int(1) }],
    [{ a: '$n', b: '$missing' }, { a: int(7) }],
    [
      ['$n', '$missing'],
      [int(7), null],
    ],
    [{ $literal: '$n' }, '$n'],
    // Types.
    [{ $type: '$price' }, 'decimal'],
    [{ $type: '$missing' }, 'missing'],
    [{ $isNumber: '$long' }, true],
    [{ $toInt: '$double' }, int(7)],
    [{ $toInt: '42' }, int(42)],
    [{ $toLong: '$at' }, long(1709249415250)],
    [{ $toDouble: '$n' }, double(7)],
    [{ $toDecimal: '$n' }, Decimal128.fromString('7')],
    [{ $toString: '$id' }, '65a0f5000000000000000000'],
    [{ $toString: '$double' }, '7.5'],
    [{ $toString: '$at' }, '2024-02-29T23:30:15.250Z'],
    [{ $toObjectId: '65a0f5000000000000000000' }, new ObjectId('65a0f5000000000000000000')],
    [{ $toDate: '2024-01-02T03:04:05Z' }, date('2024-01-02T03:04:05Z')],
    [{ $toBool: '$n' }, true],
    [{ $convert: { input: 'x', to: 'int', onError: 'not a number' } }, 'not a number'],
    [{ $convert: { input: '$missing', to: 'int', onNull: 0 } }, int(0)],
    // Dates; the manual's examples of week numbers around a new year.
    [{ $year: '$at' }, int(2024)],
    [{ $month: '$at' }, int(2)],
    [{ $dayOfMonth: { date: '$at', timezone: 'Europe/Berlin' } }, int(1)],
    [{ $hour: { date: '$at', timezone: '+05:30' } }, int(5)],
    [{ $millisecond: '$at' }, int(250)],
    [{ $dayOfWeek: '$at' }, int(5)],
    [{ $dayOfYear: '$at' }, int(60)],
    [{ $week: date('2023-01-01') }, int(1)],
    [{ $week: date('2022-01-01') }, int(0)],
    [{ $isoWeek: date('2023-01-01') }, int(52)],
    [{ $isoWeekYear: date('2024-12-30') }, long(2025)],
    [{ $isoDayOfWeek: date('2023-01-01') }, int(7)],
    [{ $dateToString: { date: '$at' } }, '2024-02-29T23:30:15.250Z'],
    [
      { $dateToString: { date: '$at', format: '%Y-%m-%d %H:%M %z', timezone: 'America/New_York' } },
      '2024-02-29 18:30 -0500',
    ],
    [{ $dateTrunc: { date: '$at', unit: 'hour' } }, date('2024-02-29T23:00:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'week', startOfWeek: 'monday' } }, date('2024-02-26')],
    [
      { $dateTrunc: { date: date('2024-03-31T12:00:00Z'), unit: 'day', timezone: 'Europe/Berlin' } },
      date('2024-03-30T23:00:00Z'),
    ],
    [{ $dateAdd: { startDate: date('2024-01-31'), unit: 'month', amount: 1 } }, date('2024-02-29')],
    [
      { $dateAdd: { startDate: date('2024-03-30T11:00:00Z'), unit: 'day', amount: 1, timezone: 'Europe/Berlin' } },
      date('2024-03-31T10:00:00Z'),
    ],
    [{ $dateSubtract: { startDate: '$at', unit: 'year', amount: 1 } }, date('2023-02-28T23:30:15.250Z')],
    [{ $dateDiff: { startDate: date('2023-12-31'), endDate: date('2024-01-01'), unit: 'year' } }, long(1)],
    [{ $dateDiff: { startDate: date('2024-01-31'), endDate: '$at', unit: 'day' } }, long(29)],
  ])('%j', async (expression, value) => {
    expect(text(await evaluate(expression, typed))).toBe(text(value));
  });

  it.each<[expression: unknown, code: number]>([
    ['$$nobody', 17276],
    [{ $cond: [1, 2] }, 16020],
    // biome-ignore lint/suspicious/noThenProperty: the field's name in MongoDB's language
    [{ $switch: { branches: [{ case: false, then: 1 }] } }, 40066],
    [{ $toInt: 'x' }, 241],
    [{ $range: [0, 1_000_000_000] }, 146],
    [{ $divide: [1, 0] }, 2],
    [{ $size: '$n' }, 17124],
    [{ a: 1, $add: [1] }, 16410],
    [[{ a: 1, $add: [1] }], 16410],
  ])('%j fails with code %i', async (expression, code) => {
    await expect(evaluate(expression)).rejects.toMatchObject({ code });
  });
});

describe('stages', () => {
  it.each<[name: string, pipeline: Document[], results: unknown[]]>([
    [
      '$group, with every accumulator',
      [
        { $sort: { _id: 1 } },
        {
          $group: {
            _id: '$customer',
            sum: { $sum: '$total' },
            mean: { $avg: '$total' },
            least: { $min: '$total' },
            most: { $max: '$total' },
            first: { $first: '$_id' },
            last: { $last: '$_id' },
            ids: { $push: '$_id' },
            set: { $addToSet: '$customer' },
            count: { $count: {} },
          },
        },
        { $sort: { _id: 1 } },
      ],
      [
        { _id: null, sum: 1, mean: 1, least: 1, most: 1, first: 4, last: 4, ids: [4], set: [], count: 1 },
        {
          _id: 'ada',
          sum: 17.5,
          mean: 8.75,
          least: 7.5,
          most: 10,
          first: 1,
          last: 3,
          ids: [1, 3],
          set: ['ada'],
          count: 2,
        },
        { _id: 'bob', sum: 5, mean: 5, least: 5, most: 5, first: 2, last: 2, ids: [2], set: ['bob'], count: 1 },
      ],
    ],
    [
      '$group by several values',
      [
        { $group: { _id: { c: '$customer', m: { $month: '$at' } }, n: { $sum: 1 } } },
        { $sort: { _id: -1 } },
        { $limit: 1 },
      ],
      [{ _id: { c: 'bob', m: 1 }, n: 1 }],
    ],
    [
      '$sum of ten times 0.1 is 1',
      [
        { $group: { _id: null, n: { $sum: { $sum: Array(10).fill(0.1) } } } },
        { $project: { same: { $eq: ['$n', 4] } } },
      ],
      [{ _id: null, same: true }],
    ],
    [
      '$unwind, with the index and what has none',
      [
        { $match: { _id: { $ne: 1 } } },
        { $unwind: { path: '$items', includeArrayIndex: 'at', preserveNullAndEmptyArrays: true } },
        { $project: { items: 1, at: 1 } },
      ],
      [
        { _id: 2, items: 'pen', at: 0 },
        { _id: 3, at: null },
        { _id: 4, at: null },
      ],
    ],
    [
      '$lookup by equal fields',
      [
        { $match: { _id: { $lt: 3 } } },
        { $lookup: { from: 'customers', localField: 'customer', foreignField: '_id', as: 'who' } },
        { $project: { who: 1 } },
      ],
      [
        { _id: 1, who: [{ _id: 'ada', city: 'London' }] },
        { _id: 2, who: [{ _id: 'bob', city: 'Paris' }] },
      ],
    ],
    [
      '$lookup by a pipeline with a variable',
      [
        { $match: { _id: 1 } },
        {
          $lookup: {
            from: 'orders',
            let: { who: '$customer', than: '$total' },
            pipeline: [
              { $match: { $expr: { $and: [{ $eq: ['$customer', '$$who'] }, { $lt: ['$total', '$$than'] }] } } },
              { $project: { _id: 0, total: 1 } },
            ],
            as: 'cheaper',
          },
        },
        { $project: { cheaper: 1 } },
      ],
      [{ _id: 1, cheaper: [{ total: 7.5 }] }],
    ],
    [
      '$facet',
      [
        {
          $facet: {
            count: [{ $count: 'n' }],
            none: [{ $match: { _id: 9 } }],
            top: [{ $sort: { total: -1 } }, { $limit: 1 }, { $project: { total: 1 } }],
          },
        },
      ],
      [{ count: [{ n: 4 }], none: [], top: [{ _id: 1, total: 10 }] }],
    ],
    [
      '$bucket',
      [{ $bucket: { groupBy: '$total', boundaries: [0, 5, 8], default: 'more', output: { ids: { $push: '$_id' } } } }],
      [
        { _id: 0, ids: [4] },
        { _id: 5, ids: [2, 3] },
        { _id: 'more', ids: [1] },
      ],
    ],
    [
      '$sortByCount',
      [{ $unwind: '$items' }, { $sortByCount: '$items' }],
      [
        { _id: 'pen', count: 2 },
        { _id: 'ink', count: 1 },
      ],
    ],
    [
      '$addFields below, $unset, $replaceRoot',
      [
        { $match: { _id: 2 } },
        { $addFields: { 'a.b': '$total', 'a.c': { d: 1 }, total: '$$REMOVE' } },
        { $unset: ['a.c.d', 'items', 'at'] },
        { $replaceWith: { $mergeObjects: ['$$ROOT', { e: '$a.b' }] } },
      ],
      [{ _id: 2, customer: 'bob', a: { b: 5, c: {} }, e: 5 }],
    ],
    [
      '$project of computed fields, with what is there first',
      [
        { $match: { _id: 2 } },
        { $project: { double: { $multiply: ['$total', 2] }, customer: 1, nested: { total: '$total' } } },
      ],
      [{ _id: 2, customer: 'bob', double: 10, nested: { total: 5 } }],
    ],
    [
      '$unionWith',
      [{ $unionWith: { coll: 'customers', pipeline: [{ $match: { city: 'Paris' } }] } }, { $skip: 4 }],
      [{ _id: 'bob', city: 'Paris' }],
    ],
    [
      '$skip and $limit',
      [{ $sort: { _id: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 1 } }],
      [{ _id: 3 }, { _id: 2 }],
    ],
    ['$count of nothing is nothing', [{ $match: { _id: 9 } }, { $count: 'n' }], []],
  ])('%s', async (_name, pipeline, results) => {
    expect(text(await db.collection('orders').aggregate(pipeline).toArray())).toBe(text(results));
  });

  it('$sample gives as many different ones as there are', async () => {
    const ids = (
      await db
        .collection('orders')
        .aggregate([{ $sample: { size: 9 } }])
        .toArray()
    ).map(({ _id }) => _id);
    expect(ids.toSorted()).toEqual([1, 2, 3, 4]);
  });

  it('$out replaces a collection whole, or not at all', async () => {
    const copy = db.collection<Loose>('copy');
    await copy.insertOne({ _id: 'old', customer: 'old' });
    await copy.createIndex({ customer: 1 }, { unique: true });
    const out = (...stages: Document[]) =>
      db
        .collection('orders')
        .aggregate([...stages, { $out: 'copy' }])
        .toArray();
    await expect(out()).rejects.toMatchObject({ code: 11000 });
    expect(await copy.find().toArray()).toEqual([{ _id: 'old', customer: 'old' }]);
    expect(await out({ $match: { _id: 2 } }, { $project: { customer: 1 } })).toEqual([]);
    expect(await copy.find().toArray()).toEqual([{ _id: 2, customer: 'bob' }]);
    expect((await copy.indexes()).map(({ name }) => name)).toEqual(['_id_', 'customer_1']);
  });

  it('$merge adds to what is there', async () => {
    const merged = db.collection<Loose>('merged');
    await merged.insertOne({ _id: 1, note: 'kept' });
    await db
      .collection('orders')
      .aggregate([{ $match: { _id: { $lt: 3 } } }, { $project: { total: 1 } }, { $merge: 'merged' }])
      .toArray();
    expect(await merged.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, note: 'kept', total: 10 },
      { _id: 2, total: 5 },
    ]);
  });
});

describe('find and updates take expressions too', () => {
  it('$expr, let, and projections of their own', async () => {
    const find = (filter: Document, options: Document) => db.collection('orders').find(filter, options).toArray();
    expect(
      await find({ $expr: { $gt: ['$total', '$$least'] } }, { let: { least: 7 }, projection: { _id: 1 } }),
    ).toEqual([{ _id: 1 }, { _id: 3 }]);
    expect(await find({ items: 'ink' }, { projection: { 'items.$': 1 } })).toEqual([{ _id: 1, items: ['ink'] }]);
    expect(await find({ _id: 1 }, { projection: { items: { $slice: -1 }, _id: 0, total: 1 } })).toEqual([
      { total: 10, items: ['ink'] },
    ]);
    expect(await find({ _id: 1 }, { projection: { items: { $elemMatch: { $gte: 'p' } } } })).toEqual([
      { _id: 1, items: ['pen'] },
    ]);
    expect(await find({ _id: 1 }, { projection: { _id: 0, half: { $divide: ['$total', 2] } } })).toEqual([{ half: 5 }]);
  });

  it('an update by pipeline', async () => {
    const things = db.collection<Loose>('things');
    await things.insertMany([
      { _id: 1, a: 1, b: 2 },
      { _id: 2, a: 5 },
    ]);
    expect(
      await things.updateMany({}, [{ $set: { sum: { $add: ['$a', { $ifNull: ['$b', 0] }] } } }, { $unset: 'b' }]),
    ).toMatchObject({ modifiedCount: 2 });
    expect(await things.find().toArray()).toEqual([
      { _id: 1, a: 1, sum: 3 },
      { _id: 2, a: 5, sum: 5 },
    ]);
    await expect(things.updateOne({}, [{ $match: {} }])).rejects.toMatchObject({ code: 72 });
    await expect(things.updateOne({ _id: 1 as never }, [{ $set: { _id: 7 } }])).rejects.toMatchObject({ code: 66 });
  });

  it('$ and $[x] stand for what they stood for before the update', async () => {
    const things = db.collection('positions');
    await things.insertOne({
      list: [
        { k: 'a', n: 1 },
        { k: 'b', n: 1 },
        { k: 'b', n: 1 },
      ],
    });
    await things.updateOne({ 'list.k': 'b' }, { $set: { 'list.$.k': 'c', 'list.$.n': 2 } });
    await things.updateOne(
      {},
      { $inc: { 'list.$[x].n': 10 }, $set: { 'list.$[x].k': 'd' } },
      { arrayFilters: [{ 'x.k': 'b' }] },
    );
    await things.updateOne({}, { $inc: { 'list.$[].n': 100 } });
    expect((await things.findOne())?.list).toEqual([
      { k: 'a', n: 101 },
      { k: 'c', n: 102 },
      { k: 'd', n: 111 },
    ]);
    await expect(things.updateOne({}, { $set: { note: 1 } }, { arrayFilters: [{ 'x.k': 1 }] })).rejects.toMatchObject({
      code: 9,
    });
  });

  it('an upsert begins with what its filter pins', async () => {
    const things = db.collection('upserts');
    await things.updateOne(
      { $and: [{ 'a.b': 1 }, { 'a.c': { $eq: 2 } }, { d: { $gt: 1 } }] },
      { $setOnInsert: { e: 3 } },
      { upsert: true },
    );
    expect(await things.findOne({}, { projection: { _id: 0 } })).toEqual({ a: { b: 1, c: 2 }, e: 3 });
  });
});

it('reading changes no stored byte', async () => {
  const stored = async () =>
    (await db.collection('one').find({}, { raw: true }).toArray()).map((bytes) =>
      Buffer.from(bytes as never).toString('hex'),
    );
  const before = await stored();
  const one = db.collection('one');
  const pipelines: Document[][] = [
    [{ $addFields: { 'items.z': 1, 'tags.q': 2, n: 3 } }],
    [{ $unset: ['items.qty', 'n'] }],
    [{ $project: { 'items.qty': 0 } }],
    [{ $unwind: '$items' }, { $set: { 'items.sku': 'changed' } }],
    [{ $set: { tags: { $reverseArray: '$tags' }, numbers: { $sortArray: { input: '$numbers', sortBy: 1 } } } }],
    [{ $lookup: { from: 'one', pipeline: [{ $set: { 'items.n': 1 } }], as: 'items' } }],
    [{ $facet: { a: [{ $set: { n: 1 } }], b: [{ $unset: 'tags' }] } }],
    [{ $replaceWith: { $mergeObjects: ['$$ROOT', { n: 0 }] } }],
    [{ $sort: { numbers: 1 } }, { $group: { _id: '$n', all: { $push: '$$ROOT' } } }],
  ];
  for (const pipeline of pipelines) await one.aggregate(pipeline).toArray();
  await one.find({}, { sort: { 'items.qty': -1 }, projection: { 'items.qty': 0, tags: { $slice: 1 } } }).toArray();
  await one.distinct('items.sku');
  expect(await stored()).toEqual(before);
});
