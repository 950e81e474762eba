import { type Document, EJSON, Int32 } from 'bson';
import type { Collection, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdsDecimal, Refused, updated } from './model-update.js';
import { RandomValues } from './random-values.js';
import { connect } from './target.js';

// Random updates of random documents, one after the other: types, key order and refusals as the model has them.
let client: MongoClient;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await connect('lotus_conformance_updates'));
});

afterAll(() => close());

const text = (value: unknown) => EJSON.stringify({ value }, { relaxed: false });

function randomUpdate(values: RandomValues): Record<string, Document> {
  const numbers = () => values.pick([new Int32(2), new Int32(2 ** 31 - 1), values.number()]);
  const each = () => ({ $each: values.some(3, () => values.value(1)) });
  const modifiers = () => ({
    ...(values.below(3) === 0 ? { $position: new Int32(values.below(3)) } : {}),
    ...(values.below(3) === 0 ? { $slice: new Int32(values.below(5) - 2) } : {}),
    ...(values.below(3) === 0 ? { $sort: new Int32(values.pick([1, -1])) } : {}),
  });
  const operators: Readonly<Record<string, () => unknown>> = {
    $set: () => values.value(),
    $unset: () => '',
    $inc: numbers,
    $mul: numbers,
    $min: () => values.value(1),
    $max: () => values.value(1),
    $push: () => ({ ...each(), ...modifiers() }),
    $addToSet: each,
    $pop: () => new Int32(values.pick([1, -1])),
    $pull: () => values.pick([values.condition(0), values.value(1)]),
    $pullAll: () => values.some(3, () => values.value(1)),
  };
  if (values.below(15) === 0) return { $rename: { [values.pick(['a', 'b'])]: values.pick(['c', 'd']) } };
  // Two paths that cannot be in each other's way.
  const paths = [values.pick(['a', 'a.b', 'a.0', 'a.1.b', 'a.c.b']), values.pick(['b', 'b.a', 'c', 'c.2', 'd'])];
  const update: Record<string, Document> = {};
  for (const path of paths.slice(0, 1 + values.below(2))) {
    const operator = values.pick(Object.keys(operators));
    update[operator] = { ...update[operator], [path]: operators[operator]?.() };
  }
  return update;
}

function wanted(document: Document, update: Record<string, Document>): Document | 'refused' {
  try {
    return updated(document, update);
  } catch (error) {
    if (error instanceof Refused) return 'refused';
    throw error;
  }
}

async function attempt(collection: Collection, _id: Int32, update: Document): Promise<'done' | 'refused'> {
  try {
    await collection.updateOne({ _id: _id as never }, update);
    return 'done';
  } catch {
    return 'refused';
  }
}

const rounds = 1000;

describe.each([1, 2, 3, 4])('with seed %i', (seed) => {
  it(`${rounds} updates`, async ({ task }) => {
    const values = new RandomValues(1000 + seed);
    const documents = values.documents(30);
    const collection = client.db('lotus_conformance_updates').collection(`updates${seed}`);
    await collection.deleteMany({});
    await collection.insertMany(documents);
    await collection.createIndex({ a: 1 });
    let refused = 0;
    for (let round = 0; round < rounds; round++) {
      const at = values.below(documents.length);
      const before = documents[at] ?? {};
      const update = randomUpdate(values);
      if ((update.$inc || update.$mul) && holdsDecimal([before, update])) continue;
      const after = wanted(before, update);
      const how = await attempt(collection, before._id, update);
      const [found] = await collection
        .find({ _id: before._id }, { promoteValues: false, promoteBuffers: false })
        .toArray();
      const asked = `round ${round}: ${text({ before, update })}`;
      expect([how, text(found)], asked).toEqual(
        after === 'refused' ? ['refused', text(before)] : ['done', text(after)],
      );
      if (after === 'refused') refused++;
      else documents[at] = after;
    }
    // Neither all refused nor none: the test would say little.
    expect(refused).toBeGreaterThan(rounds / 20);
    expect(refused).toBeLessThan(rounds / 2);
    task.meta.cases = rounds;
  });
});
