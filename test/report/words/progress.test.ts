import { expect, it } from 'vitest';
import type { ProgressEvent } from '../../../src/model/progress.js';
import { progressLine } from '../../../src/report/words/progress.js';

const round = {
  ...{ kind: 'round-done', roundIndex: 2, maxRounds: 12, elapsedMs: 48_000, maxRemainingMs: 140_000 },
  ...{ estimates: [], redone: undefined },
} as const satisfies ProgressEvent;

it.each<[ProgressEvent, string]>([
  [{ kind: 'step', text: 'database ready: mongod 8.0.4' }, 'database ready: mongod 8.0.4'],
  [{ kind: 'warning', text: 'the machine\n is \u001b[31mbusy' }, 'warning: the machine is busy'],
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
    { ...round, redone: 'other programs used 0.8 of a core' },
    'round 3 of at most 12 will be redone: other programs used 0.8 of a core',
  ],
])('%j reads as one plain line', (event, line) => {
  expect(progressLine(event)).toBe(line);
});
