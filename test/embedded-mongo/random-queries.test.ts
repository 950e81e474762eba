import { type Document, EJSON } from 'bson';
import type { Collection, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clash, compareInExpression, matches, project, sorted } from './model.js';
import { RandomValues } from './random-values.js';
import { connect } from './target.js';

// Random documents, filters, sorts and projections: the server against the model. A failure names its seed and round.
let client: MongoClient;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await connect('lotus_conformance_random'));
});

afterAll(() => close());

/** Every type and the order of the keys show in it. */
const text = (value: unknown) => EJSON.stringify({ value }, { relaxed: false });
const typed = { promoteValues: false, promoteBuffers: false } as const;

/** Where two results part, so that a failure shows one document and not a hundred. */
function difference(found: readonly Document[], wanted: readonly Document[]): unknown {
  const index = [...found, ...wanted].findIndex((_, at) => text(found[at]) !== text(wanted[at]));
  return index < 0 ? undefined : { index, found: text(found[index]), wanted: text(wanted[index]) };
}

async function filled(name: string, documents: readonly Document[]): Promise<Collection> {
  const collection = client.db('lotus_conformance_random').collection(name);
  await collection.deleteMany({});
  await collection.insertMany([...documents]);
  return collection;
}

const seeds = [1, 2, 3, 4];
const rounds = 500;

describe.each(seeds)('with seed %i', (seed) => {
  for (const indexed of [false, true]) {
    it(`${rounds} finds${indexed ? ', with indexes' : ''}`, async ({ task }) => {
      const values = new RandomValues(seed);
      const documents = values.documents(150);
      const collection = await filled(`finds${seed}${indexed}`, documents);
      if (indexed) for (const key of ['a', 'b', 'a.b']) await collection.createIndex({ [key]: 1 });
      for (let round = 0; round < rounds; round++) {
        const filter = values.filter();
        const sort = values.sort();
        const projection = values.projection();
        const found = await collection.find(filter, { ...typed, sort, projection }).toArray();
        const wanted = sorted(documents, sort)
          .filter((document) => matches(document, filter))
          .map((document) => project(document, projection));
        expect(difference(found, wanted), `round ${round}: ${text({ filter, sort, projection })}`).toBeUndefined();
      }
      task.meta.cases = rounds;
    });
  }

  it(`${rounds} counts, distincts and deletions agree with find`, async ({ task }) => {
    const values = new RandomValues(100 + seed);
    const documents = values.documents(100);
    const collection = await filled(`counts${seed}`, documents);
    for (let round = 0; round < rounds; round++) {
      const filter = values.filter();
      const wanted = documents.filter((document) => matches(document, filter));
      expect(await collection.countDocuments(filter), text(filter)).toBe(wanted.length);
    }
    const filter = values.filter();
    const rest = documents.filter((document) => !matches(document, filter));
    expect((await collection.deleteMany(filter)).deletedCount).toBe(documents.length - rest.length);
    expect(difference(await collection.find({}, typed).sort({ _id: 1 }).toArray(), rest)).toBeUndefined();
    task.meta.cases = rounds + 1;
  });

  it(`${rounds} comparisons in expressions`, async ({ task }) => {
    const values = new RandomValues(200 + seed);
    const documents = values.documents(100);
    const collection = await filled(`expressions${seed}`, documents);
    const accepts: Readonly<Record<string, (order: number) => boolean>> = {
      $eq: (order) => order === 0,
      $ne: (order) => order !== 0,
      $lt: (order) => order < 0,
      $lte: (order) => order <= 0,
      $gt: (order) => order > 0,
      $gte: (order) => order >= 0,
    };
    for (let round = 0; round < rounds; round++) {
      const operator = values.pick(Object.keys(accepts));
      const [field, wanted] = [values.pick(['a', 'b', 'c']), values.value(1)];
      const filter = { $expr: { [operator]: [`$${field}`, { $literal: wanted }] } };
      const matching = documents.filter((document) =>
        accepts[operator]?.(compareInExpression(document[field], wanted)),
      );
      expect(await collection.countDocuments(filter), text(filter)).toBe(matching.length);
    }
    task.meta.cases = rounds;
  });

  it.each(['a', 'a.b'])(`${rounds} insertions under a unique index on %s`, async (path) => {
    const values = new RandomValues(300 + seed);
    const collection = await filled(`unique${seed}${path}`, [{ _id: -1 } as never]);
    await collection.deleteMany({});
    await collection.createIndex({ [path]: 1 }, { unique: true });
    const stored: Document[] = [];
    for (const document of values.documents(rounds)) {
      const refused = stored.some((other) => clash(document, other, path));
      const outcome = await collection.insertOne(document).then(
        () => 'stored',
        ({ code }) => code,
      );
      expect(outcome, text(document)).toBe(refused ? 11000 : 'stored');
      if (!refused) stored.push(document);
    }
    expect(await collection.countDocuments()).toBe(stored.length);
  });

  it(`$group counts as many as are equal`, async () => {
    const values = new RandomValues(400 + seed);
    const documents = values.documents(150);
    const collection = await filled(`groups${seed}`, documents);
    const groups = await collection.aggregate([{ $group: { _id: '$a', n: { $sum: 1 } } }], typed).toArray();
    for (const { _id: id, n } of groups) {
      // Into the codec's own classes, which the model knows.
      const _id: unknown = EJSON.parse(text(id), { relaxed: false }).value;
      const equal = documents.filter(({ a = null }) => compareInExpression(a, _id) === 0);
      expect(Number(n), text(_id)).toBe(equal.length);
    }
    expect(groups.reduce((sum, { n }) => sum + Number(n), 0)).toBe(documents.length);
  });
});
