import { describe, expect, it } from 'vitest';
import { counted, listed, plainText, wrap } from '../../../src/report/words/plain-text.js';

describe('text from elsewhere', () => {
  it.each([
    ['colour codes', '\u001b[31mError:\u001b[0m boom', 'Error: boom'],
    ['line breaks and tabs', 'one\r\n\ttwo\nthree', 'one two three'],
    ['a title sequence', '\u001b]0;owned\u0007text', 'text'],
    ['a bell and a backspace', 'a\u0007b\u0008c', 'a b c'],
    ['a change of writing direction', 'abc\u202egnp.exe', 'abc gnp.exe'],
  ])('loses %s', (_, text, expected) => {
    expect(plainText(text)).toBe(expected);
  });
});

describe('wrapping', () => {
  it('keeps numbers with what follows, and intervals whole', () => {
    expect(wrap('after starts 31 % sooner (−38 % … −22 %) over 12 rounds', 28, 2)).toEqual([
      'after starts 31 % sooner',
      '  (−38 % … −22 %) over',
      '  12 rounds',
    ]);
  });

  it('cuts what is longer than a line', () => {
    expect(wrap('see abcdefghijklmnopqrstuvwxyz', 12)).toEqual(['see', 'abcdefghijkl', 'mnopqrstuvwx', 'yz']);
  });

  it('gives an empty text one empty line', () => {
    expect(wrap('', 20)).toEqual(['']);
  });
});

it('lists and counts in English', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
  expect([counted(0, 'round'), counted(1, 'round'), counted(1200, 'round')]).toEqual([
    '0 rounds',
    '1 round',
    '1,200 rounds',
  ]);
});
