import { describe, expect, it } from 'vitest';
import { DelayLine } from '../../../src/rig/link/delay-line.js';

function takeAll<T>(line: DelayLine<T>, nowMs: number): T[] {
  const taken: T[] = [];
  for (let next = line.take(nowMs); next; next = line.take(nowMs)) taken.push(next.item);
  return taken;
}

describe('the delay line', () => {
  it('gives what is due, the earliest first, and what is due at once in the order in which it came', () => {
    const line = new DelayLine<string>();
    for (const [dueMs, item] of [
      [7, 'e'],
      [3, 'b'],
      [3, 'c'],
      [9, 'f'],
      [1, 'a'],
      [3, 'd'],
    ] as const)
      line.push(dueMs, item);
    expect(line.nextDueMs).toBe(1);
    expect(takeAll(line, 0.999)).toEqual([]);
    expect(takeAll(line, 3)).toEqual(['a', 'b', 'c', 'd']);
    expect(line.nextDueMs).toBe(7);
    expect(takeAll(line, 100)).toEqual(['e', 'f']);
    expect(line.nextDueMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('orders as a stable sort does, pushed and taken in turns', () => {
    const line = new DelayLine<readonly [dueMs: number, order: number]>();
    let state = 1;
    const drawn = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state % 50;
    };
    let waiting: (readonly [number, number])[] = [];
    for (let i = 0; i < 3000; i++) {
      const entry = [drawn(), i] as const;
      line.push(entry[0], entry);
      waiting.push(entry);
      if (i % 7 !== 0) continue;
      const nowMs = drawn();
      const due = waiting.filter(([dueMs]) => dueMs <= nowMs).toSorted(([a], [b]) => a - b);
      waiting = waiting.filter(([dueMs]) => dueMs > nowMs);
      expect(takeAll(line, nowMs)).toEqual(due);
    }
  });
});
