import { type Db, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../stand-in.js';
import { externalUri } from './target.js';

// Never silently wrong: what the stand-in cannot do right it refuses, with MongoDB's code NotImplemented.
let standIn: StandIn;
let client: MongoClient;
let db: Db;

beforeAll(async () => {
  standIn = await startStandIn();
  client = new MongoClient(standIn.uri('refusals'));
  db = client.db();
  await db.collection('things').insertMany([
    { a: `${'x'.repeat(30)}!`, n: 1 },
    { l: [{ a: 1 }, { a: 2 }, 1], m: [{ a: 1 }, { a: 2 }] },
  ]);
});

afterAll(async () => {
  await client.close();
  await standIn.stop();
});

const find = (filter: object) => ({ find: 'things', filter });
const update = (u: object) => ({ update: 'things', updates: [{ q: {}, u }] });
const aggregate = (...pipeline: object[]) => ({ aggregate: 'things', pipeline, cursor: {} });
const index = (entry: object) => ({ createIndexes: 'things', indexes: [{ key: { a: 1 }, name: 'a_1', ...entry }] });

describe.skipIf(externalUri)('is not supported by the embedded server:', () => {
  it.each<[string, object]>([
    ['$where', find({ $where: '1' })],
    ['$text', find({ $text: { $search: 'x' } })],
    ['$near', find({ a: { $near: [0, 0] } })],
    ['min', { ...find({}), min: { n: 1 } }],
    ['a tailable cursor', { ...find({}), tailable: true }],
    ['$graphLookup', aggregate({ $graphLookup: {} })],
    ['$setWindowFields', aggregate({ $setWindowFields: {} })],
    ['$geoNear', aggregate({ $geoNear: {} })],
    ['$search', aggregate({ $search: {} })],
    ['$slice of a path', { ...find({}), projection: { 'a.b': { $slice: 1 } } }],
    ['$meta', { ...find({}), projection: { score: { $meta: 'textScore' } } }],
    ['a date that is not of ISO 8601', aggregate({ $project: { x: { $toDate: 'last Tuesday' } } })],
    ['a variable of the system', aggregate({ $project: { x: '$$USER_ROLES' } })],
    ['a regex of another kind', find({ a: { $regex: 'a++' } })],
    ['an unknown expression', aggregate({ $group: { _id: { $function: {} } } })],
    ['an accumulator in JavaScript', aggregate({ $group: { _id: 1, x: { $accumulator: {} } } })],
    ['a text index', index({ key: { a: 'text' } })],
    ['a geo index', index({ key: { a: '2dsphere' } })],
    ['a collation that Intl cannot do', { ...find({}), collation: { locale: 'fr', backwards: true } }],
    ['a wildcard index', index({ key: { '$**': 1 } })],
    ['a hashed index', index({ key: { a: 'hashed' } })],
    ['a user who may only read', { createUser: 'eve', pwd: 'x', roles: [{ role: 'read', db: 'a' }] }],
    ['a view', { create: 'view', viewOn: 'things', pipeline: [] }],
    ['mapReduce', { mapReduce: 'things' }],
    ['a regex that could hold the server', find({ a: { $regex: '^(x+)+$' } })],
  ])('%s', async (_what, command) => {
    await expect(db.command(command)).rejects.toMatchObject({
      code: 238,
      codeName: 'NotImplemented',
      message: expect.stringMatching(/is not supported by the embedded server$/),
    });
  });
});

it.skipIf(externalUri)('each refusal is counted by its feature in serverStatus', async () => {
  const server = await startStandIn();
  const other = new MongoClient(server.uri('counted'));
  const refused = async () => (await other.db().command({ serverStatus: 1 })).lotusBench.refused;
  expect(await refused()).toEqual({});
  const ask = (command: object) =>
    other
      .db()
      .command(command)
      .catch(({ code }) => expect(code).toBe(238));
  await ask(index({ key: { a: 'text' } }));
  await ask(index({ key: { a: 'text', b: 'text' } }));
  await ask(index({ key: { a: '2dsphere' } }));
  await ask(aggregate({ $graphLookup: {} }));
  // An error of the client is no refusal.
  await other
    .db()
    .command(find({ $foo: 1 }))
    .catch(() => undefined);
  expect(await refused()).toEqual({ 'text index': 2, '2dsphere index': 1, $graphLookup: 1 });
  await other.close();
  await server.stop();
});

describe.skipIf(externalUri)('a mistake of the client has the code of mongod:', () => {
  it.each<[string, object, number]>([
    ['an unknown command', { frobnicate: 1 }, 59],
    ['an unknown option', { ...find({}), foo: 1 }, 40415],
    ['an ill-typed option', { find: 'things', filter: 1 }, 14],
    ['a missing option', { insert: 'things' }, 40414],
    ['a collection without a name', { find: '' }, 73],
    ['a collection that is a number', { count: 5 }, 73],
    ['a negative skip', { ...find({}), skip: -1 }, 51024],
    ['a negative limit of find', { ...find({}), limit: -1 }, 51024],
    ['a hint that is a number', { ...find({}), hint: 5 }, 9],
    ['a hint of no index', { ...find({}), hint: 'nope_1' }, 2],
    ['$natural among other fields', { ...find({}), sort: { $natural: 1, a: 1 } }, 2],
    ['a negative maxTimeMS', { ...find({}), maxTimeMS: -1 }, 2],
    ['no writes', { update: 'things', updates: [] }, 16],
    ['an update without a query', { update: 'things', updates: [{ u: {} }] }, 40414],
    ['an update that is a number', { update: 'things', updates: [{ q: {}, u: 5 }] }, 9],
    ['a deletion of two', { delete: 'things', deletes: [{ q: {}, limit: 2 }] }, 9],
    ['a removal that updates', { findAndModify: 'things', remove: true, update: {} }, 9],
    ['$out before the end', aggregate({ $out: 'x' }, { $match: {} }), 40601],
    ['$merge by a field that is not unique', aggregate({ $merge: { into: 'x', on: 'n' } }), 51183],
    ['a pipeline over nothing', { aggregate: 1, pipeline: [{ $match: {} }], cursor: {} }, 73],
    ['an aggregation without a cursor', { aggregate: 'things', pipeline: [] }, 9],
    ['an unknown operator', find({ a: { $foo: 1 } }), 2],
    ['an unknown top-level operator', find({ $foo: 1 }), 2],
    ['an unknown stage', aggregate({ $foo: 1 }), 40324],
    ['an invalid regex', find({ a: { $regex: '(' } }), 51091],
    ['a sort by nonsense', { ...find({}), sort: { a: 2 } }, 15975],
    ['a write concern of two servers', { insert: 'things', documents: [{}], writeConcern: { w: 2 } }, 2],
    ['a positional projection that excludes', { ...find({ a: 1 }), projection: { 'a.$': 0 } }, 31395],
    ['a mixed projection', { ...find({}), projection: { a: 1, b: 0 } }, 31254],
    ['an invalid collection name', { create: 'a$b' }, 73],
    ['a collection that is there', { create: 'things' }, 48],
  ])('%s: %j', async (_what, command, code) => {
    await expect(db.command(command)).rejects.toMatchObject({ code });
  });

  it.each<[string, object, number]>([
    ['an unknown modifier', { $foo: { a: 1 } }, 9],
    ['two changes of one path', { $set: { a: 1 }, $unset: { a: 1 } }, 40],
    ['a change of _id', { $set: { _id: 5 } }, 66],
    ['$inc of a text', { $inc: { a: 1 } }, 14],
    ['a path through a text', { $set: { 'a.b': 1 } }, 28],
    ['a positional operator without a match', { $set: { 'b.$': 1 } }, 2],
  ])('%s', async (_what, change, code) => {
    expect((await db.command(update(change))).writeErrors).toMatchObject([{ index: 0, code }]);
  });
});
