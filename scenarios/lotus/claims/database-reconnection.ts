import type { Step } from '../../../src/model/experiment.js';
import { absolute, armsOf, atLeast, type ClaimsPart, counted, withDefault } from './part.js';

const outages = [
  { as: 'cut1', how: 'reset', outageMs: 1000, condition: 'network cut for 1 s' },
  // Longer than the driver itself looks for a server: serverSelectionTimeoutMS is 5 s.
  { as: 'cut7', how: 'reset', outageMs: 7000, condition: 'network cut for 7 s' },
  { as: 'restart', how: 'restart', outageMs: 2000, condition: 'database killed, back after 2 s' },
] as const;

const scaled = 'retries after 0.2, 0.4, 0.8, 1.6 and 3.2 s: a fifth of the real ones';

export const databaseReconnection: ClaimsPart = {
  experiments: [
    {
      id: 'reconnection',
      title: 'the database goes away under load',
      arms: armsOf('database-reconnection', withDefault),
      env: { LOTUS_TIMEOUT_SCALE: '0.2' },
      links: ['database'],
      rounds: counted,
      roundSeconds: 36,
      steps: outages.flatMap(({ as, how, outageMs }): Step[] => [
        { kind: 'start', as },
        { kind: 'outage', as, how, request: 'health', perSecond: 20, outageMs, afterMs: 4000 },
        { kind: 'stop' },
      ]),
    },
  ],
  claims: [
    {
      id: 'database-reconnection',
      group: 'optimization',
      title: 'a lost database is tried again',
      dependsOnDatabase: true,
      lines: outages.flatMap(
        ({ as, condition }) =>
          [
            {
              what: 'available, with one such outage a day',
              condition,
              value: `reconnection/${as}.availablePerDay`,
              unit: 'share',
              promise: atLeast('after', 0.999),
              promised: '99.9 %, against 95 %',
              note: `a server that never comes back counts as away; ${scaled}`,
            },
            {
              what: 'longest outage a day that leaves 99.9 %',
              condition,
              value: `reconnection/${as}.longestFor999Ms`,
              unit: 'ms',
              promise: absolute,
              promised: 'no number',
              note: 'if it recovers from a longer one as it does from this',
            },
            {
              what: 'longest outage a day that leaves 95 %',
              condition,
              value: `reconnection/${as}.longestFor95Ms`,
              unit: 'ms',
              promise: absolute,
              promised: 'no number',
            },
            {
              what: 'from its return to the first good answer',
              condition,
              value: `reconnection/${as}.recoveryMs`,
              unit: 'ms',
              promise: absolute,
              promised: 'no number',
            },
            {
              what: 'connections tried in a second while it was away',
              condition,
              value: `reconnection/${as}.attemptsPerSecond`,
              unit: 'count',
              promise: absolute,
              promised: 'no connection storm',
            },
            {
              what: 'the server runs on',
              condition,
              value: `reconnection/${as}.alive`,
              unit: 'count',
              promise: atLeast('after', 1),
              promised: 'no crash',
            },
          ] as const,
      ),
    },
  ],
};
