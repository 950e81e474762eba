import { DBRef, Int32, ObjectId, serialize } from 'bson';
import { describe, expect, it } from 'vitest';
import { compileUpdate } from '../../src/mongo-language/update/update.js';
import { decode, encode } from '../../src/mongo-language/values/codec.js';
import { documentOf, entriesOf, namesOf, setField } from '../../src/mongo-language/values/document.js';

const bytesOf = (fields: readonly (readonly [string, unknown])[]) => serialize(new Map(fields) as never);

describe('the order of fields', () => {
  const mixed = [
    ['b', 'x'],
    ['2024', 'y'],
    [
      'a',
      new Map([
        ['7', 'z'],
        ['c', 'w'],
        ['3', 'v'],
      ]),
    ],
    ['10', ['u', { 5: 't' }]],
  ] as const;

  it('is that of the bytes, also for names that JavaScript moves', () => {
    const document = decode(bytesOf(mixed));
    expect(namesOf(document)).toEqual(['b', '2024', 'a', '10']);
    expect(namesOf(document.a)).toEqual(['7', 'c', '3']);
  });

  it('comes out as it went in, byte for byte', () => {
    const bytes = bytesOf(mixed);
    expect(encode(decode(bytes))).toEqual(bytes);
  });

  it('an ordinary document carries nothing', () => {
    const document = decode(
      bytesOf([
        ['a', 'x'],
        ['b', ['y']],
      ]),
    );
    expect(Object.getOwnPropertySymbols(document)).toEqual([]);
  });

  it('a new field comes last, whatever its name', () => {
    const document = documentOf([
      ['b', 1],
      ['2024', 2],
    ]);
    setField(document, 'c', 3);
    setField(document, '1', 4);
    setField(document, 'b', 5);
    expect(entriesOf(document)).toEqual([
      ['b', 5],
      ['2024', 2],
      ['c', 3],
      ['1', 4],
    ]);
  });

  it('is kept by an update', () => {
    const update = compileUpdate({ $set: { b: 'new', 99: 'last' } }, { filter: {}, arrayFilters: [], variables: {} });
    const updated = update(
      decode(
        bytesOf([
          ['_id', 'i'],
          ['z', 'x'],
          ['2024', 'y'],
          ['b', 'old'],
        ]),
      ),
      false,
    );
    expect(namesOf(updated)).toEqual(['_id', 'z', '2024', 'b', '99']);
  });

  it('a document that looks like a DBRef is a document', () => {
    const bytes = serialize({ ref: new DBRef('things', new ObjectId('0'.repeat(24))), n: new Int32(1) });
    const { ref } = decode(bytes);
    expect(entriesOf(ref)).toEqual([
      ['$ref', 'things'],
      ['$id', new ObjectId('0'.repeat(24))],
    ]);
    expect(encode(decode(bytes))).toEqual(bytes);
  });
});
