import { armsOf, atMost, type ClaimsPart, lower, timed, withDefault } from './part.js';

const roundTrips = [
  { roundTripMs: 0, turns: 20 },
  { roundTripMs: 1, turns: 20 },
  { roundTripMs: 5, turns: 12 },
  { roundTripMs: 20, turns: 8 },
] as const;

export const databasePooling: ClaimsPart = {
  experiments: [
    {
      id: 'pooling',
      title: 'queries over connections that are kept, near and far',
      arms: armsOf('database-pooling', withDefault),
      env: {},
      links: ['database'],
      rounds: timed,
      roundSeconds: 9,
      steps: [
        { kind: 'start', as: 'start' },
        { kind: 'turns', as: 'warm-up', requests: ['detail'], turns: 10 },
        ...roundTrips.flatMap(
          ({ roundTripMs, turns }) =>
            [
              { kind: 'set-link', side: 'database', settings: { roundTripMs } },
              { kind: 'turns', as: `rtt${roundTripMs}`, requests: ['detail'], turns },
            ] as const,
        ),
      ],
    },
  ],
  claims: [
    {
      id: 'database-pooling',
      group: 'optimization',
      title: 'connections to the database are kept in a pool',
      dependsOnDatabase: true,
      lines: [
        ...roundTrips.map(
          ({ roundTripMs }) =>
            ({
              what: 'time for a query',
              condition: `${roundTripMs} ms round trip, SCRAM-SHA-256`,
              value: `pooling/rtt${roundTripMs}.queryUs`,
              unit: 'us',
              promise: lower(0.1),
              promised: '10 to 100x faster (100 to 1 ms)',
            }) as const,
        ),
        {
          what: 'connections opened for a request',
          value: 'pooling/rtt1.databaseConnections',
          unit: 'count',
          promise: atMost('after', 0.2),
          promised: 'none, once the pool is filled',
          note: 'the driver keeps one or two beside the pool, for its heartbeat',
        },
      ],
    },
  ],
};
