import { BSONRegExp, type Document, Double, Int32 } from 'bson';
import { describe, expect, it } from 'vitest';
import { withCollation } from '../../src/mongo-language/expression/variables.js';
import { compileFilter } from '../../src/mongo-language/filter/filter.js';
import { compileCollation } from '../../src/mongo-language/values/collation.js';

const int = (value: number) => new Int32(value);
const matches = (filter: Document, document: Document) => compileFilter(filter)(document);
const codeOf = (run: () => unknown) => {
  try {
    return run();
  } catch (error) {
    return (error as { code: number }).code;
  }
};

// mongodb/mongo, matcher/path.cpp and its tests
describe('the walk of a query', () => {
  it.each<[filter: Document, document: Document, found: boolean]>([
    [{ 'a.b': 'x' }, { a: [{ b: 'y' }, { b: ['x'] }] }, true],
    [{ 'a.0': 'x' }, { a: ['x'] }, true],
    [{ 'a.0': 'x' }, { a: [['x']] }, false],
    [{ 'a.0': ['x'] }, { a: [['x']] }, true],
    [{ 'a.0.b': 'x' }, { a: [{ b: 'x' }] }, true],
    [{ 'a.0.b': 'x' }, { a: [[{ b: 'x' }]] }, true],
    [{ 'a.b': 'x' }, { a: [[{ b: 'x' }]] }, false],
    [{ 'a.b': null }, { a: [] }, false],
    [{ 'a.b': null }, { a: ['x'] }, false],
    [{ 'a.b': null }, { a: [{ c: 1 }] }, true],
    [{ 'a.b': null }, { a: 'x' }, true],
    [{ 'a.': { $exists: true } }, { a: [] }, true],
    [{ 'a.': { $exists: true } }, { a: { b: 1 } }, false],
    [{ a: { $elemMatch: { $gt: int(0) } } }, { a: [[int(1)]] }, false],
    [{ a: { $elemMatch: { $ne: 'x' } } }, { a: [['x']] }, true],
    [{ a: { $elemMatch: { $elemMatch: { $eq: 'x' } } } }, { a: [['x']] }, true],
    [{ a: { $elemMatch: { b: 'x' } } }, { a: [{ b: ['x'] }] }, true],
    [{ a: { $elemMatch: { 0: 'x' } } }, { a: [['x']] }, true],
    [{ a: { $all: [{ $elemMatch: { b: 'x' } }, { $elemMatch: { b: 'y' } }] } }, { a: [{ b: 'x' }, { b: 'y' }] }, true],
    [{ a: { $size: int(1) } }, { a: [['x', 'y']] }, true],
    [{ a: { $bitsAllSet: int(5) } }, { a: int(7) }, true],
    [{ a: { $bitsAllSet: [int(0), int(3)] } }, { a: int(7) }, false],
    [{ a: { $bitsAnyClear: int(5) } }, { a: new Double(1.5) }, false],
    [{ ref: { $ref: 'things', $id: 'x' } }, { ref: { $ref: 'things', $id: 'x' } }, true],
  ])('%j in %j: %s', (filter, document, found) => {
    expect(matches(filter, document)).toBe(found);
  });
});

describe('a filter that is ill-formed has the code of mongod', () => {
  it.each<[filter: Document, code: number]>([
    [{ a: { $foo: 1 } }, 2],
    [{ $foo: 1 }, 2],
    [{ a: { $gt: 1, b: 2 } }, 2],
    [{ $and: [] }, 2],
    [{ $or: 'x' }, 2],
    [{ $nor: [1] }, 2],
    [{ a: { $in: 1 } }, 2],
    [{ a: { $in: [{ $gt: 1 }] } }, 2],
    [{ a: { $all: 1 } }, 2],
    [{ a: { $all: ['x', { $elemMatch: {} }] } }, 2],
    [{ a: { $not: {} } }, 2],
    [{ a: { $not: 'x' } }, 2],
    [{ a: { $ne: new BSONRegExp('x') } }, 2],
    [{ a: { $gt: new BSONRegExp('x') } }, 2],
    [{ a: { $size: 'x' } }, 2],
    [{ a: { $size: int(-1) } }, 2],
    [{ a: { $mod: [int(0), int(1)] } }, 2],
    [{ a: { $type: [] } }, 9],
    [{ a: { $type: null } }, 14],
    [{ a: { $type: 'x' } }, 2],
    [{ a: { $type: int(100) } }, 2],
    [{ a: { $regex: 1 } }, 2],
    [{ a: { $options: 'i' } }, 2],
    [{ a: { $elemMatch: 1 } }, 2],
    [{ a: { $near: [0, 0] } }, 238],
    [{ $text: { $search: 'x' } }, 238],
    [{ $where: '1' }, 238],
  ])('%j: %i', (filter, code) => {
    expect(codeOf(() => compileFilter(filter))).toBe(code);
  });

  it.each<[filter: Document, feature: string]>([
    [{ a: { $near: [0, 0] } }, 'geo query'],
    [{ $text: { $search: 'x' } }, 'text search'],
    [{ a: new BSONRegExp('a++') }, 'regular expression of PCRE2'],
  ])('the refusal of %j is counted as "%s"', (filter, feature) => {
    expect(() => compileFilter(filter)).toThrow(expect.objectContaining({ code: 238, feature }));
  });
});

describe('a collation', () => {
  const found = (filter: Document, document: Document, collation: Document) =>
    compileFilter(filter, withCollation({}, compileCollation(collation)))(document);

  it.each<[collation: Document, filter: Document, document: Document, found: boolean]>([
    [{ locale: 'en', strength: int(2) }, { a: 'ANNA' }, { a: 'anna' }, true],
    [{ locale: 'en', strength: int(2) }, { a: 'resume' }, { a: 'résumé' }, false],
    [{ locale: 'en', strength: int(1) }, { a: 'resume' }, { a: 'Résumé' }, true],
    [{ locale: 'en', strength: int(1), caseLevel: true }, { a: 'resume' }, { a: 'Résumé' }, false],
    [{ locale: 'en' }, { a: 'ANNA' }, { a: 'anna' }, false],
    [{ locale: 'en', strength: int(2) }, { a: { $in: ['ANNA'] } }, { a: ['x', 'anna'] }, true],
    [{ locale: 'en', strength: int(2) }, { a: { $ne: 'ANNA' } }, { a: 'anna' }, false],
    [{ locale: 'en', strength: int(2) }, { a: { b: 'X' } }, { a: { b: 'x' } }, true],
    [{ locale: 'en', numericOrdering: true }, { a: { $gt: 'v9' } }, { a: 'v10' }, true],
    [{ locale: 'en' }, { a: { $gt: 'v9' } }, { a: 'v10' }, false],
    [{ locale: 'sv' }, { a: { $gt: 'z' } }, { a: 'ö' }, true],
    [{ locale: 'de' }, { a: { $gt: 'z' } }, { a: 'ö' }, false],
    [{ locale: 'en', alternate: 'shifted' }, { a: 'co-op' }, { a: 'coop' }, true],
    [{ locale: 'simple' }, { a: 'ANNA' }, { a: 'anna' }, false],
    [{ locale: 'en', strength: int(2) }, { $expr: { $eq: ['$a', 'ANNA'] } }, { a: 'anna' }, true],
    [{ locale: 'en', strength: int(2) }, { a: new BSONRegExp('ANNA') }, { a: 'anna' }, false],
  ])('%j: %j in %j: %s', (collation, filter, document, expected) => {
    expect(found(filter, document, collation)).toBe(expected);
  });

  it.each<[collation: unknown, code: number]>([
    [{ strength: int(2) }, 40414],
    [{ locale: 'en', strength: int(6) }, 51024],
    [{ locale: 'en', strength: 'x' }, 14],
    [{ locale: 'en', other: 1 }, 40415],
    [{ locale: 'no such' }, 2],
    [{ locale: 'en', caseFirst: 'both' }, 2],
    [{ locale: 'fr', backwards: true }, 238],
    ['en', 14],
  ])('%j is error %i', (collation, code) => {
    expect(codeOf(() => compileCollation(collation))).toBe(code);
  });
});

describe('$jsonSchema', () => {
  it.each<[schema: Document, document: Document, valid: boolean]>([
    [{ required: ['a'] }, { a: null }, true],
    [{ required: ['a'] }, { b: 1 }, false],
    [{ properties: { a: { bsonType: 'string' } } }, {}, true],
    [{ properties: { a: { bsonType: 'string' } } }, { a: int(1) }, false],
    [{ properties: { a: { bsonType: ['string', 'number'] } } }, { a: int(1) }, true],
    [{ properties: { a: { type: 'boolean' } } }, { a: true }, true],
    [{ properties: { a: { bsonType: 'string' } } }, { a: ['x'] }, false],
    [{ properties: { a: { minimum: int(5) } } }, { a: int(5) }, true],
    [{ properties: { a: { minimum: int(5), exclusiveMinimum: true } } }, { a: int(5) }, false],
    [{ properties: { a: { minimum: int(5) } } }, { a: 'x' }, true],
    [{ properties: { a: { multipleOf: new Double(0.5) } } }, { a: new Double(1.5) }, true],
    [{ properties: { a: { multipleOf: int(2) } } }, { a: int(3) }, false],
    [{ properties: { a: { maxLength: int(2) } } }, { a: '😀😀' }, true],
    [{ properties: { a: { pattern: '^x' } } }, { a: 'yx' }, false],
    [{ properties: { a: { enum: ['x', { b: 1, c: 2 }] } } }, { a: { c: 2, b: 1 } }, true],
    [{ properties: { a: { enum: ['x'] } } }, { a: 'y' }, false],
    [{ properties: { a: { items: { bsonType: 'int' } } } }, { a: [int(1), 'x'] }, false],
    [{ properties: { a: { items: [{ bsonType: 'int' }], additionalItems: false } } }, { a: [int(1), int(2)] }, false],
    [{ properties: { a: { uniqueItems: true } } }, { a: [int(1), new Double(1)] }, false],
    [{ properties: { a: { minItems: int(1) } } }, { a: [] }, false],
    [{ properties: { a: { properties: { b: { required: ['c'] } } } } }, { a: { b: {} } }, false],
    [{ additionalProperties: false, properties: { _id: {}, a: {} } }, { _id: 1, a: 1, b: 1 }, false],
    [{ additionalProperties: false, properties: { a: {} }, patternProperties: { '^x': {} } }, { a: 1, xy: 1 }, true],
    [{ dependencies: { a: ['b'] } }, { a: 1 }, false],
    [{ maxProperties: int(1) }, { a: 1, b: 1 }, false],
    [{ oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 1, b: 1 }, false],
    [{ not: { required: ['a'] } }, { b: 1 }, true],
  ])('%j of %j: %s', (schema, document, valid) => {
    expect(matches({ $jsonSchema: schema }, document)).toBe(valid);
  });

  it.each<[schema: unknown, code: number]>([
    ['x', 14],
    [{ foo: 1 }, 9],
    [{ $ref: 'x' }, 9],
    [{ type: 'integer' }, 9],
    [{ type: 'string', bsonType: 'string' }, 9],
    [{ bsonType: 'x' }, 2],
    [{ minimum: 'x' }, 14],
    [{ exclusiveMinimum: true }, 9],
    [{ required: [] }, 9],
    [{ enum: [] }, 9],
    [{ allOf: [] }, 2],
    [{ minLength: int(-1) }, 9],
    [{ properties: { a: 1 } }, 14],
  ])('%j is error %i', (schema, code) => {
    expect(codeOf(() => compileFilter({ $jsonSchema: schema }))).toBe(code);
  });
});
