import { expect, it } from 'vitest';
import type { MemoryReading } from '../../../src/model/trial.js';
import { growthParts, isSuspect } from '../../../src/run/round/memory-growth.js';

/** Readings 500 requests apart. */
function readings(...kilobytes: readonly number[]): MemoryReading[] {
  return kilobytes.map((each, i) => ({ stage: 'growth', requestCount: 500 * i, inUseBytes: 1000 * each }));
}

it.each<[string, readonly number[], boolean]>([
  ['steady', [6500, 6500, 6510], false],
  ['code that is compiled anew', [6670, 6500, 6530], false],
  ['a kilobyte a request', [8000, 8400, 8900], true],
  ['the same, the first reading wildly too high', [10_000, 8400, 8900], true],
  ['the same, the second', [8000, 10_400, 8900], true],
  ['the same, the third', [8000, 8400, 10_900], true],
  ['what grew earlier and stopped', [6000, 8000, 8000, 8010], false],
])('%s: asked for more: %#', (_, kilobytes, wanted) => {
  expect(isSuspect(readings(...kilobytes))).toBe(wanted);
});

it.each([
  ['a small server', 145, [6407, 6436, 6462]],
  ['Express', 422, [9946, 9790, 9862]],
  ['NestJS', 409, [12_000, 11_849, 11_928]],
])(
  'code that is compiled is hundreds of bytes a request where requests are few, and no leak: %s',
  (_, batch, kilobytes) => {
    const few = readings(...kilobytes).map((reading, i) => ({ ...reading, requestCount: batch * i }));
    expect(isSuspect(few)).toBe(false);
  },
);

it.each([
  [20, undefined],
  [83, undefined],
  [84, { first: { count: 2, requestCount: 200 }, further: { count: 6, requestCount: 168 } }],
  [1000, { first: { count: 2, requestCount: 1000 }, further: { count: 6, requestCount: 2000 } }],
])('batches of %i: asks for %o', (batch, parts) => {
  expect(growthParts(batch)).toEqual(parts);
});
