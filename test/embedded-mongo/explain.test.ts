import type { Db, Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, externalUri } from './target.js';

const database = 'lotus_conformance_explain';
let client: MongoClient;
let db: Db;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await connect(database));
  db = client.db(database);
  const things = db.collection<{ _id: number }>('things');
  await things.createIndex({ a: 1, b: -1 });
  await things.createIndex({ tags: 1 });
  await things.createIndex({ sparse: 1 }, { sparse: true });
  await things.createIndex({ part: 1 }, { partialFilterExpression: { part: { $gte: 5 } } });
  await things.createIndex({ name: 1 }, { collation: { locale: 'en', strength: 2 }, name: 'ci' });
  await things.insertMany(
    Array.from({ length: 100 }, (_, _id) => ({
      _id,
      a: _id % 10,
      b: _id % 7,
      tags: [`t${_id % 3}`, `u${_id % 5}`],
      part: _id % 10,
      name: `Name ${_id}`,
    })),
  );
});

afterAll(() => close());

/** The stages from the outermost in, as `FETCH < IXSCAN a_1_b_-1`. */
function chain(stage: Document): string {
  const name = [stage.stage, stage.indexName].filter(Boolean).join(' ');
  const inner = stage.inputStage ?? stage.inputStages?.[0];
  return inner ? `${name} < ${chain(inner)}` : name;
}

function bounds(stage: Document): unknown {
  return stage.indexBounds ?? (stage.inputStage ? bounds(stage.inputStage) : undefined);
}

interface Row {
  readonly command: Document;
  readonly stages: string;
  readonly bounds?: Document;
  /** Keys, documents, results. */
  readonly examined: readonly [number, number, number];
}

// mongod's own names of the stages; the shapes of its trees differ from release to release, so these hold for the
// stand-in alone.
describe.skipIf(externalUri)('explain shows which index answers, its bounds, and what was read', () => {
  const find = (filter: Document, options: Document = {}) => ({ find: 'things', filter, ...options });
  it.each<Row>([
    { command: find({ _id: 5 }), stages: 'IDHACK', examined: [1, 1, 1] },
    { command: find({ x: 5 }), stages: 'COLLSCAN', examined: [0, 100, 0] },
    {
      command: find({ a: 3 }),
      stages: 'FETCH < IXSCAN a_1_b_-1',
      bounds: { a: ['[3, 3]'], b: ['[MaxKey, MinKey]'] },
      examined: [10, 10, 10],
    },
    {
      command: find({ a: { $gt: 2, $lte: 4 } }),
      stages: 'FETCH < IXSCAN a_1_b_-1',
      bounds: { a: ['(2, 4]'], b: ['[MaxKey, MinKey]'] },
      examined: [20, 20, 20],
    },
    {
      command: find({ a: 3 }, { sort: { b: -1 }, limit: 4 }),
      stages: 'LIMIT < FETCH < IXSCAN a_1_b_-1',
      examined: [4, 4, 4],
    },
    {
      command: find({ a: 3 }, { sort: { b: 1 }, skip: 1, limit: 4 }),
      stages: 'LIMIT < SKIP < FETCH < IXSCAN a_1_b_-1',
      examined: [5, 5, 4],
    },
    {
      command: find({ a: { $in: [5, 3] } }, { sort: { b: -1 }, limit: 4 }),
      stages: 'LIMIT < FETCH < SORT_MERGE < IXSCAN a_1_b_-1',
      examined: [4, 4, 4],
    },
    { command: find({}, { sort: { a: 1, b: -1 } }), stages: 'FETCH < IXSCAN a_1_b_-1', examined: [100, 100, 100] },
    { command: find({}, { sort: { a: -1, b: 1 } }), stages: 'FETCH < IXSCAN a_1_b_-1', examined: [100, 100, 100] },
    { command: find({}, { sort: { a: 1, b: 1 } }), stages: 'SORT < COLLSCAN', examined: [0, 100, 100] },
    { command: find({}, { sort: { x: 1 }, limit: 3 }), stages: 'SORT < COLLSCAN', examined: [0, 100, 3] },
    {
      command: find({ tags: { $in: ['t1', 'u1'] } }),
      stages: 'FETCH < IXSCAN tags_1',
      bounds: { tags: ['["t1", "t1"]', '["u1", "u1"]'] },
      examined: [53, 46, 46],
    },
    { command: find({ sparse: null }), stages: 'COLLSCAN', examined: [0, 100, 100] },
    { command: find({ sparse: 1 }), stages: 'FETCH < IXSCAN sparse_1', examined: [0, 0, 0] },
    { command: find({ part: 7 }), stages: 'FETCH < IXSCAN part_1', examined: [10, 10, 10] },
    { command: find({ part: 3 }), stages: 'COLLSCAN', examined: [0, 100, 10] },
    { command: find({ name: 'NAME 5' }), stages: 'COLLSCAN', examined: [0, 100, 0] },
    {
      command: find({ name: 'NAME 5' }, { collation: { locale: 'en', strength: 2 } }),
      stages: 'FETCH < IXSCAN ci',
      examined: [1, 1, 1],
    },
    { command: find({ x: 1 }, { hint: 'tags_1' }), stages: 'FETCH < IXSCAN tags_1', examined: [200, 100, 0] },
    { command: find({ a: 3 }, { hint: { $natural: -1 } }), stages: 'COLLSCAN', examined: [0, 100, 10] },
    { command: { count: 'things', query: { a: 3 } }, stages: 'COUNT < COUNT_SCAN a_1_b_-1', examined: [10, 0, 0] },
    { command: { count: 'things', query: {} }, stages: 'RECORD_STORE_FAST_COUNT', examined: [0, 0, 0] },
    {
      command: { distinct: 'things', key: 'b', query: { a: 3 } },
      stages: 'FETCH < IXSCAN a_1_b_-1',
      examined: [10, 10, 10],
    },
    {
      command: { update: 'things', updates: [{ q: { a: 3 }, u: { $set: { x: 1 } } }] },
      stages: 'UPDATE < LIMIT < FETCH < IXSCAN a_1_b_-1',
      examined: [1, 1, 1],
    },
    {
      command: { delete: 'things', deletes: [{ q: { a: 3 }, limit: 0 }] },
      stages: 'DELETE < FETCH < IXSCAN a_1_b_-1',
      examined: [10, 10, 10],
    },
    {
      command: {
        aggregate: 'things',
        pipeline: [{ $match: { a: 3 } }, { $sort: { b: -1 } }, { $limit: 2 }],
        cursor: {},
      },
      stages: 'LIMIT < FETCH < IXSCAN a_1_b_-1',
      examined: [2, 2, 2],
    },
  ])('$command', async ({ command, stages, bounds: wanted, examined }) => {
    const { queryPlanner, executionStats } = await db.command({ explain: command, verbosity: 'executionStats' });
    expect(chain(queryPlanner.winningPlan)).toBe(stages);
    expect(chain(executionStats.executionStages)).toBe(stages);
    if (wanted) expect(bounds(queryPlanner.winningPlan)).toEqual(wanted);
    const { totalKeysExamined, totalDocsExamined, nReturned } = executionStats;
    expect([totalKeysExamined, totalDocsExamined, nReturned]).toEqual(examined);
    expect(await db.collection('things').countDocuments(), 'nothing was changed').toBe(100);
  });

  it('tells only the plan where only the plan is asked for, and the stages of a pipeline', async () => {
    const plan = await db.command({ explain: find({ a: 1 }), verbosity: 'queryPlanner' });
    expect(plan).not.toHaveProperty('executionStats');
    const pipeline = [{ $match: { a: 3 } }, { $group: { _id: '$b' } }];
    const { stages } = await db.command({ aggregate: 'things', pipeline, explain: true });
    expect(stages.map((stage: Document) => Object.keys(stage)[0])).toEqual(['$cursor', '$group']);
    expect(chain(stages[0].$cursor.queryPlanner.winningPlan)).toBe('FETCH < IXSCAN a_1_b_-1');
    await expect(db.command({ explain: find({}), verbosity: 'all' })).rejects.toMatchObject({ code: 2 });
    await expect(db.command({ explain: { frobnicate: 1 } })).rejects.toMatchObject({ code: 59 });
  });
});
