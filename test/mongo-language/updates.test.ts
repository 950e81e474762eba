import { BSONRegExp, type Document, Int32 } from 'bson';
import { describe, expect, it } from 'vitest';
import { compileUpdate } from '../../src/mongo-language/update/update.js';
import { upserted } from '../../src/mongo-language/update/upsert.js';

const int = (value: number) => new Int32(value);
const compile = (update: unknown, filter: Document = {}, arrayFilters: Document[] = []) =>
  compileUpdate(update, { filter, arrayFilters, variables: {} });
const apply = (document: Document, update: unknown, filter: Document = {}, arrayFilters: Document[] = []) => {
  try {
    return compile(update, filter, arrayFilters)(document, false);
  } catch (error) {
    return (error as { code: number }).code;
  }
};

describe('an update is judged before anything is searched', () => {
  it.each<[update: unknown, code: number, arrayFilters?: Document[]]>([
    [{ $set: { a: 1 }, $inc: { a: int(1) } }, 40],
    [{ $set: { a: 1, 'a.b': 2 } }, 40],
    [{ $set: { 'a.$[]': 1, 'a.0': 2 } }, 40],
    [{ $set: { a: 1 }, $setOnInsert: { a: 2 } }, 40],
    [{ $rename: { a: 'b' }, $set: { b: 1 } }, 40],
    [{ $rename: { a: 'b' }, $unset: { a: 1 } }, 40],
    [{ $sett: { a: 1 } }, 9],
    [{ $set: 5 }, 9],
    [{ $inc: { a: 'x' } }, 14],
    [{ $mul: { a: null } }, 14],
    [{ $pop: { a: int(2) } }, 9],
    [{ $pop: { a: 'x' } }, 9],
    [{ $pullAll: { a: 'x' } }, 2],
    [{ $push: { a: { $each: 5 } } }, 2],
    [{ $push: { a: { $each: [], $slice: 'x' } } }, 2],
    [{ $push: { a: { $each: [], $other: 1 } } }, 2],
    [{ $push: { a: { $each: [], $sort: {} } } }, 2],
    [{ $push: { a: { $each: [], $sort: { 'b.': int(1) } } } }, 2],
    [{ $addToSet: { a: { $each: 5 } } }, 14],
    [{ $pull: { a: { $not: { $gt: 1 } } } }, 2],
    [{ $currentDate: { a: 'x' } }, 2],
    [{ $bit: { a: {} } }, 2],
    [{ $bit: { a: { and: 'x' } } }, 2],
    [{ $rename: { a: 5 } }, 2],
    [{ $rename: { a: 'a' } }, 2],
    [{ $rename: { a: 'a.b' } }, 2],
    [{ $rename: { 'a.$[]': 'b' } }, 2],
    [{ $set: { '': 1 } }, 56],
    [{ $set: { 'a.': 1 } }, 56],
    [{ $set: { 'a..b': 1 } }, 56],
    [{ $set: { $: 1 } }, 2],
    [{ $set: { '$[i]': 1 } }, 2, [{ i: 1 }]],
    [{ $set: { 'a.$.b.$': 1 } }, 2],
    [{ $set: { 'a.$[i]': 1 } }, 2],
    [{ $set: { 'a.$[i]': 1 } }, 9, [{ i: 1 }, { j: 1 }]],
    [{ $set: { 'a.$[i]': 1 } }, 9, [{ i: 1 }, { i: 2 }]],
    [{ $set: { 'a.$[i]': 1 } }, 9, [{ i: 1, j: 2 }]],
    [{ $set: { 'a.$[i]': 1 } }, 9, [{}]],
    [{ $set: { 'a.$[I]': 1 } }, 2, [{ I: 1 }]],
    [{ a: 1, $b: 2 }, 52],
    [[{ $match: {} }], 72],
  ])('%j is error %i', (update, code, arrayFilters = []) => {
    expect(() => compile(update, {}, arrayFilters)).toThrow(expect.objectContaining({ code }));
  });
});

describe('an update of a document', () => {
  it.each<[document: Document, update: unknown, result: unknown, filter?: Document, arrayFilters?: Document[]]>([
    [{ b: 1 }, { $set: { c: 2, a: 3 } }, { b: 1, a: 3, c: 2 }],
    [{ a: [1, 2] }, { $set: { 'a.3': 4 } }, { a: [1, 2, null, 4] }],
    [{ a: [1, 2] }, { $unset: { 'a.0': 1 } }, { a: [null, 2] }],
    [{ a: 1 }, { $set: { 'a.b': 2 } }, 28],
    [{ a: [1] }, { $set: { 'a.b': 2 } }, 28],
    [{ a: 1 }, { $unset: { 'a.b': 1 } }, { a: 1 }],
    [{ a: { $b: 1 } }, { $set: { 'a.$c': 2 } }, { a: { $b: 1, $c: 2 } }],
    [{}, { $set: { $a: 1 } }, 52],
    [{ $a: 1, b: 2 }, { $unset: { $a: 1 } }, { b: 2 }],
    [{ m: { k: { l: [1] } } }, { $push: { 'm.k.l': 2 } }, { m: { k: { l: [1, 2] } } }],
    [{ a: ['ab', 'cd', 'ac'] }, { $pull: { a: new BSONRegExp('^a') } }, { a: ['cd'] }],
    [
      { a: [{ b: 'x' }, { c: 'y' }, { b: 'z' }] },
      { $pull: { a: { $or: [{ b: 'x' }, { c: 'y' }] } } },
      { a: [{ b: 'z' }] },
    ],
    [{ a: [{ b: ['x'] }, { b: ['y'] }] }, { $pull: { a: { b: 'x' } } }, { a: [{ b: ['y'] }] }],
    [{ a: 'x' }, { $pull: { a: 1 } }, 2],
    [{ a: 'x' }, { $pop: { a: int(1) } }, 14],
    [{ a: 'x' }, { $push: { a: 1 } }, 2],
    [{ a: 'x' }, { $inc: { a: int(1) } }, 14],
    [{ a: { b: 1 } }, { $rename: { 'a.b': 'c' } }, { a: {}, c: 1 }],
    [{ a: null }, { $rename: { a: 'b' } }, { b: null }],
    [{ a: [1] }, { $rename: { 'a.0': 'b' } }, 2],
    [{ a: 1, b: [2] }, { $rename: { a: 'b.0' } }, 2],
    [{ a: int(6) }, { $bit: { a: { and: int(3), or: int(8) } } }, { a: int(10) }],
    [{ a: [{ b: 1 }, { b: 2 }] }, { $set: { 'a.$[].b': 9 } }, { a: [{ b: 9 }, { b: 9 }] }],
    [{ a: ['x', 'y'] }, { $set: { 'a.$[i]': 'z' } }, { a: ['x', 'z'] }, {}, [{ i: 'y' }]],
    [{ a: ['x', 'y'] }, { $set: { 'a.$[i]': 1, 'a.$[j]': 2 } }, 40, {}, [{ i: 'x' }, { j: 'x' }]],
    [{}, { $set: { 'a.$[]': 1 } }, 2],
    [{ a: 'x' }, { $set: { 'a.$[]': 1 } }, 2],
    [{ _id: 'i' }, { $set: { _id: 'j' } }, 66],
    [
      { _id: 1, a: 1 },
      { b: 2, _id: 1 },
      { _id: 1, b: 2 },
    ],
  ])('%j by %j', (document, update, result, filter, arrayFilters) => {
    const updated = apply(document, update, filter, arrayFilters);
    expect(typeof updated === 'number' ? updated : Object.entries(updated)).toEqual(
      typeof result === 'number' ? result : Object.entries(result as Document),
    );
  });
});

describe('`$` is the place that the query found', () => {
  it.each<[filter: Document, document: Document, update: Document, result: unknown]>([
    [{ a: 'y' }, { a: ['x', 'y'] }, { $set: { 'a.$': 'z' } }, { a: ['x', 'z'] }],
    [
      { 'a.b': 'y' },
      { a: [{ b: 'x' }, { b: ['w', 'y'] }] },
      { $set: { 'a.$.c': 1 } },
      { a: [{ b: 'x' }, { b: ['w', 'y'], c: 1 }] },
    ],
    [
      { a: { $elemMatch: { b: 'y' } } },
      { a: [{ b: 'x' }, { b: 'y' }] },
      { $set: { 'a.$.b': 'z' } },
      { a: [{ b: 'x' }, { b: 'z' }] },
    ],
    [
      { a: { $size: int(2) }, 'a.b': 'y' },
      { a: [{ b: 'x' }, { b: 'y' }] },
      { $set: { 'a.$.c': 1 } },
      { a: [{ b: 'x' }, { b: 'y', c: 1 }] },
    ],
    [
      { names: 'q' },
      { names: ['p', 'q'], scores: [1, 2] },
      { $set: { 'scores.$': 9 } },
      { names: ['p', 'q'], scores: [1, 9] },
    ],
    [{ 'a.0': 'x' }, { a: ['x'] }, { $set: { 'a.$': 'z' } }, 2],
    [{ 'a.0.b': 'x' }, { a: [{ b: 'x' }] }, { $set: { 'a.$.b': 'z' } }, 2],
    [{ 'a.0.b': 'y' }, { a: [{ b: ['x', 'y'] }] }, { $set: { 'a.0.b.$': 'z' } }, { a: [{ b: ['x', 'z'] }] }],
    [{ a: 'x', 'b.0': 'y' }, { a: ['w', 'x'], b: ['y'] }, { $set: { 'a.$': 'z' } }, { a: ['w', 'z'], b: ['y'] }],
    [{ a: { $ne: 'y' } }, { a: ['x'] }, { $set: { 'a.$': 'z' } }, 2],
    [{ $or: [{ a: 'n' }, { a: 'y' }] }, { a: ['x', 'y'] }, { $set: { 'a.$': 'z' } }, { a: ['x', 'z'] }],
    [{ a: 'y' }, { a: ['x', 'y'] }, { $set: { 'a.$': 1, 'a.1': 2 } }, 40],
    [{}, { a: ['x'] }, { $set: { 'a.$': 'z' } }, 2],
  ])('%j in %j by %j', (filter, document, update, result) => {
    expect(apply(document, update, filter)).toEqual(result);
  });
});

describe('an upsert starts from what the query pins', () => {
  const made = (filter: Document, update: unknown) => {
    try {
      return upserted({ _id: 'i', ...filter }, update, compile(update, filter));
    } catch (error) {
      return (error as { code: number }).code;
    }
  };

  // mongodb/mongo jstests/core/write/update/upsert_fields.js
  it.each<[filter: Document, result: unknown]>([
    [{ x: 1 }, { _id: 'i', x: 1, b: 1 }],
    [{ x: { $in: [1] } }, { _id: 'i', x: 1, b: 1 }],
    [{ x: { $in: [1, 2] } }, { _id: 'i', b: 1 }],
    [{ x: { $all: [1] } }, { _id: 'i', x: 1, b: 1 }],
    [{ x: { $all: [1, 2] } }, 54],
    [{ $or: [{ x: 1 }] }, { _id: 'i', x: 1, b: 1 }],
    [{ $or: [{ x: 1 }, { x: 2 }] }, { _id: 'i', b: 1 }],
    [{ $and: [{ x: 1 }, { x: 2 }] }, 54],
    [{ x: 1, 'x.y': 2 }, 54],
    [
      { 'x.y': 1, 'x.z': 2 },
      { _id: 'i', x: { y: 1, z: 2 }, b: 1 },
    ],
    [{ x: { $gt: 1 } }, { _id: 'i', b: 1 }],
    [{ x: new BSONRegExp('a') }, { _id: 'i', b: 1 }],
    [{ _id: ['x'] }, 53],
    [{ _id: new BSONRegExp('a') }, { b: 1 }],
  ])('%j', (filter, result) => {
    const document = made(filter, { $set: { b: 1 } });
    expect(document).toEqual(typeof result === 'number' ? result : expect.objectContaining(result as object));
  });

  it('a replacement takes the _id alone', () => {
    expect(made({ x: 1, 'x.y': 2 }, { b: 1 })).toEqual({ _id: 'i', b: 1 });
  });

  it('the query and the update must agree on the _id', () => {
    expect(made({}, { $set: { _id: 'other' } })).toBe(66);
  });
});
