import { expect, it } from 'vitest';
import { sparkline } from '../../../src/report/draw/sparkline.js';

it.each([
  [[0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
  [[5, 5, 5], '▁▁▁'],
  [[10, null, 20], '▁ █'],
  [[-1, 0, 1], '▁▅█'],
  [[], ''],
])('%j is %s', (values, line) => {
  expect(sparkline(values)).toBe(line);
});
