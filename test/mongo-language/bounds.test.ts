import { BSONRegExp, Int32 } from 'bson';
import { describe, expect, it } from 'vitest';
import { boundsOf, intervalsOf } from '../../src/mongo-language/filter/bounds.js';
import type { Interval } from '../../src/mongo-language/filter/intervals.js';
import { checkPartialFilter, implies } from '../../src/mongo-language/filter/partial.js';

const int = (value: number) => new Int32(value);

/** An interval as in a book: `[1, 5)`. */
function shown({ low, lowInclusive, high, highInclusive }: Interval): string {
  const text = (value: unknown) => {
    if (value === undefined) return '[]';
    if (value instanceof BSONRegExp) return `/${value.pattern}/`;
    const kind = (value as { _bsontype?: string } | null)?._bsontype;
    return kind === 'MinKey' || kind === 'MaxKey' ? kind : JSON.stringify(value);
  };
  return `${lowInclusive ? '[' : '('}${text(low)}, ${text(high)}${highInclusive ? ']' : ')'}`;
}

const intervals = (filter: object, path: string, multikey = false) =>
  intervalsOf(boundsOf(filter).get(path) ?? [], multikey).map(shown);

describe('what a filter demands of the keys of a path', () => {
  it.each<[filter: object, path: string, intervals: string[]]>([
    [{ a: 'x' }, 'a', ['["x", "x"]']],
    [{ a: { $in: ['y', 'x', 'y'] } }, 'a', ['["x", "x"]', '["y", "y"]']],
    [{ a: { $gt: int(1) } }, 'a', ['(1, Infinity]'.replace('Infinity', 'null')]],
    [{ a: { $gte: int(1), $lt: int(5) } }, 'a', ['[1, 5)']],
    [{ $and: [{ a: { $gte: 'b' } }, { a: { $lte: 'd' } }] }, 'a', ['["b", "d"]']],
    [{ a: { $gt: 'b' } }, 'a', ['("b", {})']],
    [{ a: null }, 'a', ['[[], null]']],
    [{ a: { $exists: true } }, 'a', ['[MinKey, MaxKey]']],
    [{ a: new BSONRegExp('^ab') }, 'a', ['["ab", "ac")', '[/^ab/, /^ab/]']],
    [{ a: new BSONRegExp('^ab?c') }, 'a', ['["a", "b")', '[/^ab?c/, /^ab?c/]']],
    [{ a: new BSONRegExp('^ab', 'i') }, 'a', ['["", {})', '[/^ab/, /^ab/]']],
    [{ a: ['x', 'y'] }, 'a', ['["x", "x"]', '[["x","y"], ["x","y"]]']],
    [{ a: { $elemMatch: { $gte: int(1), $lt: int(5) } } }, 'a', ['[1, 5)']],
    [{ a: { $elemMatch: { b: 'x' } } }, 'a.b', ['["x", "x"]']],
    [{ a: { $ne: 'x' } }, 'a', ['[MinKey, MaxKey]']],
    [{ $or: [{ a: 'x' }] }, 'a', ['[MinKey, MaxKey]']],
    [{ 'a.0': 'x' }, 'a.0', ['[MinKey, MaxKey]']],
  ])('%j of %s', (filter, path, expected) => {
    expect(intervals(filter, path)).toEqual(expected);
  });

  it('conditions on one path are not met where an array may be on it', () => {
    const filter = { a: { $gte: int(1), $lte: int(5) } };
    expect(intervals(filter, 'a', true)).toHaveLength(1);
    expect(intervals(filter, 'a', true)).not.toEqual(intervals(filter, 'a', false));
  });
});

describe('a partial index', () => {
  it.each<[filter: object, partial: object, holds: boolean]>([
    [{ a: int(7) }, { a: { $gt: int(5) } }, true],
    [{ a: int(3) }, { a: { $gt: int(5) } }, false],
    [{ a: { $gt: int(6) } }, { a: { $gt: int(5) } }, true],
    [{ a: { $gte: int(5) } }, { a: { $gt: int(5) } }, false],
    [{ a: { $in: [int(6), int(7)] } }, { a: { $gt: int(5) } }, true],
    [{ a: 'x' }, { a: { $exists: true } }, true],
    [{ a: null }, { a: { $exists: true } }, false],
    [{ b: 'x' }, { a: { $exists: true } }, false],
    [{ a: { $type: 'string' } }, { a: { $type: 'string' } }, true],
    [{ a: 'x', b: 'y' }, { a: 'x', b: 'y' }, true],
    [{ a: 'x' }, { a: 'x', b: 'y' }, false],
    [{ $or: [{ a: int(6) }, { a: int(7) }] }, { a: { $gt: int(5) } }, true],
    [{ $or: [{ a: int(6) }, { b: int(7) }] }, { a: { $gt: int(5) } }, false],
    [{ a: 'x' }, { $or: [{ a: 'x' }, { b: 'y' }] }, true],
  ])('%j is in that of %j: %s', (filter, partial, holds) => {
    expect(implies(filter, partial)).toBe(holds);
  });

  it.each([
    [{ a: { $ne: 1 } }],
    [{ a: { $exists: false } }],
    [{ a: new BSONRegExp('x') }],
    [{ a: { $nin: [1] } }],
    [{ $nor: [{ a: 1 }] }],
  ])('cannot have the filter %j', (filter) => {
    expect(() => checkPartialFilter(filter)).toThrow(expect.objectContaining({ code: 67 }));
  });
});
