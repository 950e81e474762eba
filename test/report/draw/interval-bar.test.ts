import { expect, it } from 'vitest';
import { intervalBar, scaleOver } from '../../../src/report/draw/interval-bar.js';

const scale = scaleOver([0.25, 4], 17);

it.each([
  [{ ratio: 1, low: 0.5, high: 2 }, undefined, '    ├───●───┤'],
  [{ ratio: 0.35, low: 0.25, high: 0.5 }, undefined, '├─●─┤   │'],
  [{ ratio: 0.5, low: 0.5, high: 0.5 }, 0.25, '┊   ●   │'],
  // What lies beyond the scale is drawn at its end.
  [{ ratio: 3, low: 2, high: 9 }, undefined, '        │   ├─●─┤'],
] as const)('%j', (effect, wanted, drawn) => {
  expect(intervalBar(effect, scale, wanted)).toBe(drawn);
});

it('a single ratio of 1 has a scale as well', () => {
  expect(intervalBar({ ratio: 1, low: 1, high: 1 }, scaleOver([], 5))).toBe('●');
});
