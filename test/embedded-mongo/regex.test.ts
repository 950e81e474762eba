import { BSONRegExp } from 'bson';
import type { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from './target.js';

// mongod's regular expressions are PCRE2's: where JavaScript's read otherwise, theirs count.
let client: MongoClient;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await connect('lotus_conformance_regex'));
});

afterAll(() => close());

it.each<[pattern: string, options: string, text: string, matches: boolean]>([
  ['^ab$', '', 'ab', true],
  ['^ab$', '', 'ab\n', true],
  ['^ab$', '', 'ab\n\n', false],
  ['^b$', '', 'a\nb\nc', false],
  ['^b$', 'm', 'a\nb\nc', true],
  ['^b$', 'm', 'a\rb\rc', false],
  ['a.b', '', 'a\nb', false],
  ['a.b', 's', 'a\nb', true],
  ['a.b', '', 'a\rb', true],
  ['^.$', '', '😀', true],
  ['a\\sb', '', 'a\tb', true],
  ['a\\sb', '', 'a\u00a0b', false],
  ['a[\\s,]b', '', 'a b', true],
  ['a\\Sb', '', 'a\u00a0b', true],
  ['^\\w+$', '', 'é', false],
  ['ÄB', 'i', 'äb', true],
  ['a\\@b\\-c\\_', '', 'a@b-c_', true],
  ['[\\w\\-.]+\\/\\d', '', 'a-b.c/7', true],
  ['^(?:cat|dog)s?$', 'i', 'Dogs', true],
  ['^(?!cat)', '', 'cats', false],
  ['(?<=a)b', '', 'ab', true],
  ['\\bword\\b', '', 'a word.', true],
  ['a{2,3}', '', 'aa', true],
  ['', '', 'anything', true],
])('/%s/%s against %j: %s', async (pattern, options, text, matches) => {
  const texts = client.db('lotus_conformance_regex').collection('texts');
  await texts.deleteMany({});
  await texts.insertOne({ text });
  const regex = options === '' ? { $regex: pattern } : { $regex: pattern, $options: options };
  expect(await texts.countDocuments({ text: regex })).toBe(matches ? 1 : 0);
  expect(await texts.countDocuments({ text: new BSONRegExp(pattern, options) })).toBe(matches ? 1 : 0);
});
