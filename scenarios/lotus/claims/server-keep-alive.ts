import { absolute, armsOf, type ClaimsPart, counted, higher, timed, withDefault } from './part.js';

const distances = [
  { roundTripMs: 0, turns: 30, count: 200 },
  { roundTripMs: 25, turns: 6, count: 60 },
  { roundTripMs: 50, turns: 4, count: 50 },
] as const;

const pauses = [
  { as: 'pause6', pauseMs: 600, turns: 4, condition: 'a pause of 6 s between requests' },
  { as: 'pause30', pauseMs: 3000, turns: 3, condition: 'a pause of 30 s between requests' },
] as const;

export const serverKeepAlive: ClaimsPart = {
  experiments: [
    {
      id: 'keep-alive',
      title: 'clients near and far, over connections that are kept',
      arms: armsOf('server-keep-alive', withDefault),
      env: {},
      links: ['client'],
      rounds: timed,
      roundSeconds: 10,
      steps: [
        { kind: 'start', as: 'start' },
        { kind: 'turns', as: 'warm-up', requests: ['detail'], turns: 20 },
        ...distances.flatMap(
          ({ roundTripMs, turns, count }) =>
            [
              { kind: 'set-link', side: 'client', settings: { roundTripMs } },
              { kind: 'turns', as: `rtt${roundTripMs}`, requests: ['detail'], turns },
              { kind: 'closed', as: `full${roundTripMs}`, requests: ['detail'], count, connections: 10 },
            ] as const,
        ),
      ],
    },
    {
      id: 'pauses',
      title: 'clients that pause between requests',
      arms: armsOf('server-keep-alive', withDefault),
      env: { LOTUS_TIMEOUT_SCALE: '0.1' },
      links: ['client'],
      rounds: counted,
      roundSeconds: 15,
      steps: [
        { kind: 'start', as: 'start' },
        { kind: 'set-link', side: 'client', settings: { roundTripMs: 25 } },
        ...pauses.map(
          ({ as, turns, pauseMs }) => ({ kind: 'turns', as, requests: ['detail'], turns, pauseMs }) as const,
        ),
      ],
    },
  ],
  claims: [
    {
      id: 'server-keep-alive',
      group: 'optimization',
      title: 'connections of clients are kept for 65 s',
      lines: [
        ...distances.flatMap(
          ({ roundTripMs }) =>
            [
              {
                what: 'response time',
                condition: `${roundTripMs} ms round trip`,
                value: `keep-alive/rtt${roundTripMs}.latencyUs`,
                unit: 'us',
                promise: absolute,
                promised: '50 ms saved',
              },
              {
                what: 'requests per second',
                condition: `${roundTripMs} ms round trip, 10 clients`,
                value: `keep-alive/full${roundTripMs}.perSecond`,
                unit: 'perSecond',
                promise: higher(1.2),
                promised: '20 to 30 % more',
              },
            ] as const,
        ),
        ...pauses.map(
          ({ as, condition }) =>
            ({
              what: 'connections for a request',
              condition,
              value: `pauses/${as}.clientConnections`,
              unit: 'count',
              promise: { kind: 'better', better: 'lower' },
              promised: 'kept for 65 s',
              note: 'pauses and time-outs at a tenth of their length',
            }) as const,
        ),
      ],
    },
  ],
};
