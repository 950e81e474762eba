import type { Step } from '../../../src/model/experiment.js';
import { loggerSizes } from './logger-buffering.js';
import { absolute, armsOf, atMost, type ClaimsPart, counted, lower, withDefault } from './part.js';

const clients = [1, 4, 16, 64, 128] as const;
/** The pool's own ten, and what the driver keeps beside it for its heartbeat. */
const mostConnections = 10 + 2;
/** So many clients that send half of a request's head, and no more. */
const stalled = [100, 250, 500, 750, 1000] as const;
const routeCounts = [0, 1, 2, 3, 4] as const;

/** The report's "Algorithm Complexity": what grows with what. */
export const growth: ClaimsPart = {
  experiments: [
    {
      id: 'pool-size',
      title: 'connections to the database against clients at once',
      arms: armsOf('database-pooling', withDefault),
      env: {},
      links: ['database'],
      rounds: counted,
      roundSeconds: 12,
      steps: [
        { kind: 'start', as: 'start' },
        { kind: 'set-link', side: 'database', settings: { roundTripMs: 5 } },
        ...clients.map(
          (connections) =>
            ({
              kind: 'closed',
              as: `clients${connections}`,
              requests: ['detail'],
              count: Math.max(20, 2 * connections),
              connections,
            }) as const,
        ),
      ],
    },
    {
      id: 'stalled-growth',
      title: 'memory against clients that stall',
      arms: armsOf('server-timeouts', withDefault),
      env: { LOTUS_TIMEOUT_SCALE: '0.02' },
      links: [],
      rounds: counted,
      roundSeconds: 34,
      steps: stalled.flatMap((count): Step[] => [
        { kind: 'start', as: `clients${count}` },
        {
          ...{ kind: 'stalled-clients', as: `clients${count}`, how: 'half-head', count, holdMs: 4000 },
          ...{ request: 'health', goodRequest: 'health' },
        },
        { kind: 'stop' },
      ]),
    },
  ],
  claims: [
    {
      id: 'growth-writes',
      group: 'growth',
      title: 'write calls against requests: O(n) to O(n/50)',
      lines: [
        {
          what: 'write calls for a further request',
          condition: '50 to 5,000 requests',
          value: { slopeOf: loggerSizes.map((at) => ({ at, value: `write-calls/n${at}.outputWrites` as const })) },
          counted: true,
          unit: 'count',
          promise: lower(1 / 50),
          promised: '1 to 1/50',
        },
      ],
    },
    {
      id: 'growth-buffer',
      group: 'growth',
      title: 'lines that wait: O(1)',
      lines: [
        {
          what: 'most lines written at once',
          value: 'logger/log.mostLinesPerWrite',
          unit: 'count',
          promise: atMost('after', 50),
          promised: 'never more than 50',
        },
      ],
    },
    {
      id: 'growth-connections',
      group: 'growth',
      title: 'connections to the database: O(maxPoolSize)',
      lines: [
        {
          what: 'most connections open at once',
          condition: '128 clients, 5 ms round trip',
          value: 'pool-size/clients128.mostOpen',
          unit: 'count',
          promise: atMost('after', mostConnections),
          promised: 'never more than maxPoolSize, 10',
          note: "two beside the pool are the driver's heartbeat",
        },
        {
          what: 'connections for a further client',
          condition: '1 to 128 clients',
          value: { slopeOf: clients.map((at) => ({ at, value: `pool-size/clients${at}.mostOpen` as const })) },
          unit: 'count',
          promise: absolute,
          promised: '0',
        },
      ],
    },
    {
      id: 'growth-stalled',
      group: 'growth',
      title: 'connections and memory against clients that stall: O(n) to O(1)',
      lines: [
        {
          what: 'connections still held for a further client',
          condition: '100 to 1,000 clients, half a request head',
          value: { slopeOf: stalled.map((at) => ({ at, value: `stalled-growth/clients${at}.stillOpen` as const })) },
          unit: 'count',
          promise: atMost('after', 0.05),
          promised: 'none',
          note: 'time-outs at a fiftieth of their length: 2.4 s for 120 s',
        },
        {
          what: 'memory that comes with a further client',
          condition: '100 to 1,000 clients, half a request head',
          value: {
            slopeOf: stalled.map((at) => ({ at, value: `stalled-growth/clients${at}.rssGrowthBytes` as const })),
          },
          unit: 'bytes',
          promise: absolute,
          promised: 'about 50 KB, while it is held',
        },
      ],
    },
    {
      id: 'growth-modules',
      group: 'growth',
      title: 'files of code against routes: O(routes) to O(routes used)',
      lines: [
        {
          what: 'files loaded before any request',
          value: 'modules/routes0.modules',
          unit: 'count',
          promise: { kind: 'better', better: 'lower' },
          promised: 'fewer',
        },
        {
          what: 'files loaded for a further route',
          condition: '0 to 4 routes used',
          value: { slopeOf: routeCounts.map((at) => ({ at, value: `modules/routes${at}.modules` as const })) },
          unit: 'count',
          promise: absolute,
          promised: 'only those that are used',
        },
      ],
    },
  ],
};
