import { expect, it } from 'vitest';
import type { ProgressEvent } from '../../../../src/model/progress.js';
import { liveLines } from '../../../../src/report/draw/terminal/live-view.js';

const phase = {
  ...{ kind: 'phase', roundIndex: 2, maxRounds: 12, armName: 'after', phase: 'turns', roundShare: 0.5 },
} as const satisfies ProgressEvent;

const done = {
  ...{ kind: 'round-done', roundIndex: 1, maxRounds: 12, elapsedMs: 40_000, maxRemainingMs: 140_000 },
  ...{ estimates: [{ metric: 'responseTimeUs', armName: 'after', ratio: 0.88 }], redone: undefined },
} as const satisfies ProgressEvent;

it('tells the round, the arm and the phase while the first round is measured', () => {
  expect(liveLines({ phase: { ...phase, roundIndex: 0 }, done: undefined, sinceDoneMs: 0 }, 100)).toEqual([
    '█░░░░░░░░░░░░░░░░░░░░░░░  round 1 of at most 12',
    'after: turns',
  ]);
});

it('tells the time left and the estimates, without an interval, once a round is done', () => {
  expect(liveLines({ phase, done, sinceDoneMs: 15_000 }, 100)).toEqual([
    '█████░░░░░░░░░░░░░░░░░░░  round 3 of at most 12  at most 2 min 5 s to go',
    'after: turns',
    'so far, undecided: after: response time −12 %',
  ]);
});

it('is never wider than the terminal, and never has less than no time left', () => {
  const lines = liveLines({ phase, done, sinceDoneMs: 900_000 }, 40);
  expect(lines).toEqual([
    '█████░░░░░░░░░░░░░░░░░░░  round 3 of a…',
    'after: turns',
    'so far, undecided: after: response tim…',
  ]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(40);
});
