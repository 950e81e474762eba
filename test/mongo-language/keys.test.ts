import { Int32 } from 'bson';
import { describe, expect, it } from 'vitest';
import { compareKeys, readPattern } from '../../src/mongo-language/path/key-order.js';
import { compileKeys } from '../../src/mongo-language/path/keys.js';
import { sortDocuments } from '../../src/mongo-language/path/sort.js';

/** A pattern's directions are BSON numbers. */
const pattern = (spec: object) =>
  readPattern(Object.fromEntries(Object.entries(spec).map(([path, sign]) => [path, new Int32(sign)])));

const keysOf = (spec: object, document: object, sparse = false) => {
  try {
    return compileKeys(pattern(spec), { sparse })(document).keys;
  } catch (error) {
    return (error as { code: number }).code;
  }
};

// [] at the end of a path is `undefined`, what is missing is null. The rules are those of mongod's
// btree_key_generator.cpp.
describe('the keys of a document', () => {
  it.each<[spec: object, document: object, keys: unknown]>([
    [{ a: 1 }, { a: 'x' }, [['x']]],
    [{ a: 1 }, {}, [[null]]],
    [{ a: 1 }, { a: [] }, [[undefined]]],
    [{ a: 1 }, { a: ['y', 'x', 'y'] }, [['x'], ['y']]],
    [{ a: -1 }, { a: ['y', 'x'] }, [['y'], ['x']]],
    [{ a: 1 }, { a: [['x'], 'y'] }, [['y'], [['x']]]],
    [{ 'a.b': 1 }, { a: { b: 'x' } }, [['x']]],
    [{ 'a.b': 1 }, { a: 'x' }, [[null]]],
    [{ 'a.b': 1 }, { a: [] }, [[null]]],
    [{ 'a.b': 1 }, { a: [{ b: 'x' }, 'y', { c: 1 }] }, [[null], ['x']]],
    [{ 'a.b': 1 }, { a: [{ b: [] }, { b: ['x'] }] }, [[undefined], ['x']]],
    [{ 'a.0': 1 }, { a: ['x', 'y'] }, [['x']]],
    [{ 'a.0': 1 }, { a: [['x']] }, [[['x']]]],
    [{ 'a.0': 1 }, { a: [[]] }, [[undefined]]],
    [{ 'a.0.b': 1 }, { a: [{ b: 'x' }, { b: 'y' }] }, [['x']]],
    [{ 'a.0': 1 }, { a: [{ 0: 'x' }] }, 16746],
    [
      { a: 1, b: -1 },
      { a: ['y', 'x'], b: 'z' },
      [
        ['x', 'z'],
        ['y', 'z'],
      ],
    ],
    [{ a: 1, b: 1 }, { a: ['x'], b: ['y'] }, 171],
    [{ a: 1, b: 1 }, { a: ['x'], b: [] }, 171],
    [
      { 'a.b': 1, 'a.c': 1 },
      { a: [{ b: 'x', c: 'y' }, { b: 'z' }] },
      [
        ['x', 'y'],
        ['z', null],
      ],
    ],
  ])('%j of %j', (spec, document, keys) => {
    expect(keysOf(spec, document)).toEqual(keys);
  });

  it('a sparse index has none where no field is there', () => {
    expect([keysOf({ a: 1, b: 1 }, { c: 1 }, true), keysOf({ a: 1, b: 1 }, { b: 'x' }, true)]).toEqual([
      [],
      [[null, 'x']],
    ]);
  });

  it('tells which fields led through an array', () => {
    const multikey = (document: object) => compileKeys(pattern({ 'a.b': 1, c: 1 }))(document).multikey;
    expect([multikey({ a: { b: 1 }, c: 2 }), multikey({ a: [{ b: 1 }] }), multikey({ c: [] })]).toEqual([
      undefined,
      [true, false],
      [false, true],
    ]);
  });

  it('are compared field by field, each in its direction', () => {
    const order = compareKeys(pattern({ a: 1, b: -1 }));
    const keys = [
      ['a', new Int32(1)],
      ['a', new Int32(2)],
      ['b', null],
      [undefined, null],
      [null, null],
    ];
    expect(keys.toSorted(order)).toEqual([
      [undefined, null],
      [null, null],
      ['a', new Int32(2)],
      ['a', new Int32(1)],
      ['b', null],
    ]);
  });
});

describe('a sort', () => {
  const items = [{ n: 1, a: 'b' }, { n: 2, a: 'a' }, { n: 3, a: 'b' }, { n: 4 }, { n: 5, a: ['c', 'a'] }];
  const sort = (spec: Record<string, number>, limit?: number) => {
    const signs = Object.fromEntries(Object.entries(spec).map(([path, sign]) => [path, new Int32(sign)]));
    return sortDocuments(items, signs, (item) => item, { limit }).map(({ n }) => n);
  };

  it.each<[spec: Record<string, number>, order: number[]]>([
    [{ a: 1 }, [4, 2, 5, 1, 3]],
    [{ a: -1 }, [5, 1, 3, 2, 4]],
  ])('by %j', (spec, order) => {
    expect(sort(spec)).toEqual(order);
  });

  it('gives the same beginning when only a few are wanted', () => {
    const limits = [0, 1, 2, 3, 4, 5, 9];
    expect(limits.map((limit) => sort({ a: 1 }, limit))).toEqual(limits.map((limit) => sort({ a: 1 }).slice(0, limit)));
  });

  it.each<[why: string, spec: object, code: number]>([
    ['two arrays', { a: new Int32(1), b: new Int32(1) }, 2],
    ['a direction that is none', { a: new Int32(2) }, 15975],
    ['a direction that is no number', { a: 'up' }, 15974],
    ['an empty part', { 'a.': new Int32(1) }, 15998],
  ])('%s is an error', (_why, spec, code) => {
    const run = () => sortDocuments([{ a: [1], b: [2] }], spec, (item) => item);
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});
