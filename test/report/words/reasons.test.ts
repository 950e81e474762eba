import { describe, expect, it } from 'vitest';
import type { Reason, Remark } from '../../../src/model/reasons.js';
import { reasonText, remarkText } from '../../../src/report/words/reasons.js';

const cause = { kind: 'ended', end: { kind: 'exited', code: 3 } } as const;
const failure = { kind: 'not-ready', cause } as const;

describe('a reason in words', () => {
  it.each<[Reason, string]>([
    [{ kind: 'no-slice', phase: 'turns' }, 'no slice of turns was usable'],
    [{ kind: 'no-slice', phase: 'stream' }, 'no streaming slice was usable'],
    [{ kind: 'no-phase', phase: 'open', profileName: 'quick' }, 'the quick profile has no open loop'],
    [
      { kind: 'no-requests', phase: 'stream', scenarioName: 'health' },
      'the health scenario has no requests for streams',
    ],
    [
      { kind: 'no-requests', phase: 'closed', scenarioName: 'streaming' },
      'the streaming scenario has no requests for a closed loop',
    ],
    [{ kind: 'too-few-requests', needed: 10_000, had: 800 }, 'needs 10,000 requests a round, had 800'],
    [{ kind: 'no-start-up' }, 'no start-up was timed'],
    [{ kind: 'no-mark', marks: ['a', 'b'] }, 'the server sets no mark a or b'],
    [
      { kind: 'clock-fault', fault: { kind: 'misdated-mark', mark: 'late' } },
      'the server\'s mark "late" is dated outside its start',
    ],
    [{ kind: 'impossible-times' }, 'the server tells times that cannot be those of its start'],
    [{ kind: 'no-query' }, 'no database query was seen'],
    [{ kind: 'not-counted', by: 'server' }, 'writes are not counted here'],
    [{ kind: 'not-counted', by: 'database' }, 'the database does not count this'],
    [{ kind: 'no-link', side: 'database' }, 'it is counted on a link to the database (--database-rtt)'],
    [{ kind: 'unknown-to-platform' }, 'this platform cannot tell'],
    [{ kind: 'no-collection' }, 'it was not read after a collection'],
    [{ kind: 'not-judged' }, 'described, not judged'],
    [{ kind: 'no-answer' }, 'no request was answered'],
    [{ kind: 'no-request' }, 'no request was counted'],
    [{ kind: 'no-shared-turn' }, 'no turn of this class was answered by both'],
    [{ kind: 'no-round' }, 'no round was measured'],
    [{ kind: 'no-ratio', roundIndex: 3 }, 'there is no ratio to or from 0 (round 4)'],
    [{ kind: 'before-first-look', rounds: 1, firstLook: 6 }, '1 round; nothing is decided before 6 rounds'],
    [{ kind: 'before-first-look', firstLook: 6 }, 'nothing is decided before 6 rounds'],
    [{ kind: 'size-open', rounds: 6 }, '6 rounds: it changed, but whether by enough to matter is open'],
    [{ kind: 'no-bound', rounds: 8 }, '8 rounds: too few to tell'],
    [
      { kind: 'regression-possible', rounds: 12, upTo: 0.0641 },
      'after 12 rounds a regression of up to 6.4 % is still possible',
    ],
    [
      { kind: 'no-failure', requests: 3000, share: 0.001 },
      'none of 3,000 requests failed: too few to rule out that 0.1 % do',
    ],
    [
      { kind: 'failures-open', before: 0, after: 0.003 },
      '0 % against 0.3 % of requests failed: too few requests, or in too few rounds, to tell',
    ],
    [
      { kind: 'failed-before-rounds', armName: 'after', failure },
      'after failed before the first round: not-ready (the after server exited with code 3 before it was ready)',
    ],
    [
      { kind: 'failed', armName: 'after', failed: 1, rounds: 1, failure },
      'after failed in its only round: not-ready (the after server exited with code 3 before it was ready)',
    ],
    [
      { kind: 'failed', armName: 'after', failed: 8, rounds: 8, failure },
      'after failed in all 8 rounds: not-ready (the after server exited with code 3 before it was ready)',
    ],
    [
      { kind: 'failed', armName: 'after', failed: 4, rounds: 24, failure },
      'after failed in 4 of 24 rounds: not-ready (the after server exited with code 3 before it was ready)',
    ],
    [
      { kind: 'never-both', armName: 'after', referenceName: 'before' },
      'there is no round in which both before and after could be measured',
    ],
    [
      { kind: 'biased', metric: 'cpuPerRequestUs', calibratedAtIso: '2026-01-01T00:00:00.000Z' },
      'the calibration of 2026-01-01 found this rig biased in CPU per request',
    ],
    [{ kind: 'from-zero', to: 2.7249 }, 'from 0 to 2.72: there is no ratio'],
  ])('%j', (reason, text) => {
    expect(reasonText(reason)).toBe(text);
  });
});

describe('a remark in words', () => {
  it.each<[Remark, string]>([
    [{ kind: 'missing-in-rounds', missing: 2, rounds: 8 }, 'missing in 2 of 8 rounds'],
    [
      { kind: 'missing-in-rounds', missing: 2, rounds: 8, reason: { kind: 'unknown-to-platform' } },
      'missing in 2 of 8 rounds: this platform cannot tell',
    ],
    [{ kind: 'judged-on-fewer', look: 8, rounds: 9 }, 'judged on 8 of 9 rounds: the last look that was reached'],
  ])('%j', (remark, text) => {
    expect(remarkText(remark)).toBe(text);
  });
});
