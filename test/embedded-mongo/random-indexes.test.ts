import { type Document, EJSON } from 'bson';
import type { Collection, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomValues } from './random-values.js';
import { connect } from './target.js';

// Every query gives the same with and without each index, also while documents come, change and go; a failure names its
// seed and round.
const database = 'lotus_conformance_random_indexes';
let client: MongoClient;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await connect(database));
});

afterAll(() => close());

const text = (value: unknown) => EJSON.stringify({ value }, { relaxed: false });
const typed = { promoteValues: false, promoteBuffers: false } as const;

type Options = Parameters<Collection['createIndex']>[1];

/** The indexes that are tried, one by one, and all of them together. */
const indexes: readonly (readonly [key: Record<string, 1 | -1>, options: Options])[] = [
  [{ a: 1 }, {}],
  [{ a: -1, _id: 1 }, {}],
  [{ 'a.b': 1, _id: 1 }, {}],
  [{ b: 1, 'c.b': -1 }, {}],
  [{ c: 1, _id: -1 }, {}],
  [{ 'a.a': 1, 'a.b': -1 }, {}],
  [{ 'b.c': 1 }, { sparse: true }],
  [
    { a: 1, c: 1 },
    { sparse: true, name: 'sparse pair' },
  ],
  [{ a: 1, b: -1 }, { partialFilterExpression: { a: { $gte: 0 } } }],
  [{ b: -1 }, { partialFilterExpression: { b: { $exists: true } } }],
  [{ 'a.0': 1 }, {}],
];

const nameOf = (key: object, options: Options) =>
  `${JSON.stringify(key)} ${JSON.stringify(options)}`.replaceAll('$', '');
/** Holds an index all documents? Then it may be hinted at without loss. */
const isWhole = (options: Options) => !options?.sparse && !options?.partialFilterExpression;

interface Pair {
  readonly plain: Collection;
  readonly indexed: Collection;
}

/** Two collections of the same documents, those left out that an index over two arrays refuses. */
async function fill(name: string, values: RandomValues, made: typeof indexes): Promise<Pair> {
  const db = client.db(database);
  const [plain, indexed] = [db.collection(`plain ${name}`), db.collection(`indexed ${name}`)];
  for (const [key, options] of made) await indexed.createIndex(key, options ?? {});
  for (const document of values.documents(120)) {
    const refused = await indexed.insertOne(document).then(
      () => false,
      ({ code }) => [171, 16746].includes(code) || Promise.reject(new Error(`code ${code}`)),
    );
    if (!refused) await plain.insertOne(document);
  }
  return { plain, indexed };
}

interface Query {
  readonly filter: Document;
  readonly sort?: Record<string, 1 | -1>;
  readonly skip?: number;
  readonly limit?: number;
  readonly hint?: Record<string, 1 | -1> | string;
}

const answer = (collection: Collection, { filter, ...options }: Query): Promise<Document[]> =>
  collection.find(filter, { ...typed, ...options }).toArray();

const ids = (documents: readonly Document[]) => documents.map(({ _id }) => Number(_id));

/** A query as a user of the index would ask it: half of them about its own first field. */
function queryFor(values: RandomValues, key: Record<string, 1 | -1>): Query {
  const [path = 'a'] = Object.keys(key);
  const filter = values.below(2) === 0 ? values.filter() : { [path]: values.condition(), ...values.filter(0) };
  const own = values.below(2) === 0 ? key : values.sort();
  const turned =
    values.below(2) === 0 ? own : Object.fromEntries(Object.entries(own).map(([p, d]) => [p, -d as 1 | -1]));
  return { filter, sort: { ...turned, ...('_id' in turned ? {} : { _id: 1 as const }) } };
}

const seeds = [1, 2];
const rounds = 80;

describe.each(seeds)('with seed %i', (seed) => {
  it.each(indexes.map(([key, options]) => [nameOf(key, options), key, options] as const))(
    'index %s changes no answer',
    async (name, key, options) => {
      const values = new RandomValues(1000 + seed);
      const { plain, indexed } = await fill(`${seed}${name}`, values, [[key, options]]);
      for (let round = 0; round < rounds; round++) {
        const query = queryFor(values, key);
        const at = `round ${round}: ${text(query)}`;
        const outcome = (collection: Collection, asked: Query) =>
          answer(collection, asked).then(text, ({ code }) => `code ${code}`);
        const page = { ...query, skip: values.below(4), limit: 1 + values.below(5) };
        const { filter } = query;
        const all = (collection: Collection, hint: Pick<Query, 'hint'>) =>
          Promise.all([
            outcome(collection, { ...query, ...hint }),
            outcome(collection, page),
            collection.countDocuments(filter),
            count(collection, filter),
            answer(collection, { filter }).then((found) => ids(found).toSorted((x, y) => x - y)),
          ]);
        const wanted = await all(plain, {});
        expect(await all(indexed, {}), at).toEqual(wanted);
        if (isWhole(options)) expect(await all(indexed, { hint: key }), `hinted, ${at}`).toEqual(wanted);
      }
    },
  );

  it('all of them together change no answer, while documents come, change and go', async () => {
    const values = new RandomValues(2000 + seed);
    const { plain, indexed } = await fill(`${seed} all`, values, indexes);
    for (let round = 0; round < rounds; round++) {
      const [key] = values.pick(indexes);
      const query = queryFor(values, key);
      const at = `round ${round}: ${text(query)}`;
      const outcome = (collection: Collection) => answer(collection, query).then(text, ({ code }) => `code ${code}`);
      expect(await outcome(indexed), at).toBe(await outcome(plain));
      await change(values, round, indexed, plain);
    }
    expect(text(await answer(indexed, { filter: {} }))).toBe(text(await answer(plain, { filter: {} })));
  });

  it('an index without arrays yields by key and then by age, forwards and backwards', async () => {
    const values = new RandomValues(3000 + seed);
    const db = client.db(database);
    const collection = db.collection(`order ${seed}`);
    await collection.createIndex({ n: 1, m: -1 });
    // Inserted in no order of `_id`, so that age and `_id` are two things.
    const documents = Array.from({ length: 200 }, (_, place) => ({
      _id: ((place * 37) % 200) as never,
      place,
      n: values.below(5),
      m: values.below(3),
    }));
    await collection.insertMany(documents);
    for (let round = 0; round < 50; round++)
      await collection.updateOne(
        { place: values.below(200) },
        { $set: { [values.pick(['n', 'm', 'other'])]: values.below(3) } },
      );
    const stored = await collection.find().toArray();
    const inOrder = stored.toSorted((x, y) => x.n - y.n || y.m - x.m || x.place - y.place);
    expect(await collection.find({ n: { $gte: 0 } }).toArray()).toEqual(inOrder);
    expect(await collection.find({}, { hint: 'n_1_m_-1' }).toArray()).toEqual(inOrder);
    expect(await collection.find().sort({ n: -1, m: 1 }).toArray()).toEqual(inOrder.toReversed());
    expect(await collection.find({ n: { $in: [4, 1, 3] } }).toArray()).toEqual(
      inOrder.filter(({ n }) => [1, 3, 4].includes(n)),
    );
  });
});

async function count(collection: Collection, query: Document): Promise<number> {
  return (await client.db(database).command({ count: collection.collectionName, query })).n;
}

/** One write, the same on both sides; what an index refuses is not done on the other side either. */
async function change(values: RandomValues, round: number, indexed: Collection, plain: Collection): Promise<void> {
  const _id = values.below(140) as never;
  const [kind, field] = [values.below(3), values.pick(['a', 'b', 'c'])];
  const document = { _id: (1000 + round) as never, ...values.fields(2) };
  const value = values.value();
  const run = (collection: Collection): Promise<unknown> => {
    if (kind === 0) return collection.insertOne(document);
    if (kind === 1) return collection.deleteOne({ _id });
    return collection.updateOne({ _id }, { $set: { [field]: value } });
  };
  const refused = await run(indexed).then(
    () => false,
    ({ code }) => [171, 16746].includes(code) || Promise.reject(new Error(`code ${code}`)),
  );
  if (!refused) await run(plain);
}
