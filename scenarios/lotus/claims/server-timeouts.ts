import type { Step } from '../../../src/model/experiment.js';
import { absolute, armsOf, atLeast, atMost, type ClaimsPart, counted, withDefault } from './part.js';

const kinds = [
  { how: 'half-head', count: 1000, holdMs: 4000, request: 'health', condition: '1,000 clients, half a request head' },
  {
    how: 'endless-body',
    count: 1000,
    holdMs: 7500,
    request: 'login',
    condition: '1,000 clients, a body that never ends',
  },
  // Each fills the buffers of two sockets: a thousand would take gigabytes of the kernel's memory. And the server is
  // busy with them for seconds before it has to wait.
  { how: 'never-reads', count: 50, holdMs: 10_000, request: 'film', condition: '50 clients that never read' },
] as const;

const scaled = 'time-outs at a fiftieth of their length: 2.4 s for 120 s';

export const serverTimeouts: ClaimsPart = {
  experiments: [
    {
      id: 'stalled',
      title: '1,000 clients that stall',
      arms: armsOf('server-timeouts', withDefault),
      env: { LOTUS_TIMEOUT_SCALE: '0.02' },
      links: [],
      rounds: counted,
      roundSeconds: 37,
      steps: kinds.flatMap(({ how, count, holdMs, request }): Step[] => [
        { kind: 'start', as: how },
        { kind: 'stalled-clients', as: how, how, count, holdMs, request, goodRequest: 'health' },
        { kind: 'stop' },
      ]),
    },
  ],
  claims: [
    {
      id: 'server-timeouts',
      group: 'optimization',
      title: 'a connection on which nothing happens is closed after 120 s',
      lines: kinds.flatMap(
        ({ how, count, condition }) =>
          [
            {
              what: 'connections still held in the end',
              condition,
              value: `stalled/${how}.stillOpen`,
              unit: 'count',
              promise: atMost('after', count / 20),
              promised: 'no longer held',
              note: scaled,
            },
            {
              what: 'memory that came with them',
              condition,
              value: `stalled/${how}.rssGrowthBytes`,
              unit: 'bytes',
              promise: absolute,
              promised: 'about 50 MB for 1,000',
            },
            {
              what: 'good clients that were served',
              condition,
              value: `stalled/${how}.served`,
              unit: 'share',
              promise: atLeast('after', 0.95),
              promised: 'served all along',
              note: 'served: an answer within 2 s, for 95 of 100',
            },
          ] as const,
      ),
    },
  ],
};
