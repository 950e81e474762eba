import { expect, it } from 'vitest';
import { mirroredTurns } from '../../../src/run/round/mirrored-turns.js';

it('hands out what it was given, forwards, then backwards, pair by pair', () => {
  const [a, b] = [{ armName: 'a' }, { armName: 'b' }];
  const turns = mirroredTurns([a, b], 3);
  expect(turns.map(({ who, index }) => `${who.armName}${index}`)).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2']);
  expect(turns.every(({ who }) => who === a || who === b)).toBe(true);
});
