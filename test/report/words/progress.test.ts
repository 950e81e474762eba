import { expect, it } from 'vitest';
import type { ProgressEvent } from '../../../src/model/progress.js';
import { progressLine } from '../../../src/report/words/progress.js';

const round = {
  ...{ kind: 'round-done', roundIndex: 2, maxRounds: 12, elapsedMs: 48_000, maxRemainingMs: 140_000 },
  ...{ estimates: [], redone: undefined },
} as const satisfies ProgressEvent;

it.each<[ProgressEvent, string]>([
  [{ kind: 'step', step: 'pilot' }, 'pilot: comparing the answers of all arms, and how much they sustain'],
  [{ kind: 'interrupt', signal: 'SIGINT', again: false }, 'warning: SIGINT: stopping; what was measured is kept'],
  [{ kind: 'interrupt', signal: 'SIGTERM', again: true }, 'warning: SIGTERM again: still stopping'],
  [
    { kind: 'phase', roundIndex: 2, maxRounds: 12, armName: 'after', phase: 'open loop', roundShare: 0.42 },
    'round 3 of at most 12, 42 %: after, open loop',
  ],
  [round, 'round 3 of at most 12 done, at most 2 min 20 s to go'],
  [
    {
      ...round,
      estimates: [
        { metric: 'responseTimeUs', armName: 'after', ratio: 0.88 },
        { metric: 'startupMs', armName: 'after', ratio: 0.69 },
        { metric: 'startupMs', armName: 'default', ratio: 1.02 },
      ],
    },
    'round 3 of at most 12 done, at most 2 min 20 s to go; so far after: start-up −31 %, response time −12 %; default: start-up +2.0 %',
  ],
  [
    { ...round, redone: { kind: 'cpu-pressure', share: 0.8 } },
    'round 3 of at most 12 will be redone: programs waited for a core 80 % of the time',
  ],
])('%j reads as one plain line', (event, line) => {
  expect(progressLine(event)).toBe(line);
});
