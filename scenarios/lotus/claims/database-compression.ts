import { armsOf, type ClaimsPart, lower, timed } from './part.js';

const widths = [
  { as: 'unlimited', condition: 'as wide as loopback', settings: {} },
  { as: 'mbit100', condition: '100 Mbit/s', settings: { bytesPerSecond: 12_500_000 } },
  { as: 'mbit10', condition: '10 Mbit/s', settings: { bytesPerSecond: 1_250_000 } },
] as const;

export const databaseCompression: ClaimsPart = {
  experiments: [
    {
      id: 'compression',
      title: 'compressed answers of the database, wide and narrow',
      arms: armsOf('database-compression'),
      env: {},
      links: ['database'],
      rounds: timed,
      roundSeconds: 5,
      steps: [
        { kind: 'start', as: 'start' },
        { kind: 'turns', as: 'warm-up', requests: ['long-list'], turns: 10 },
        ...widths.flatMap(
          ({ as, settings }) =>
            [
              { kind: 'set-link', side: 'database', settings },
              { kind: 'turns', as, requests: ['long-list'], turns: 20 },
            ] as const,
        ),
      ],
    },
  ],
  claims: [
    {
      id: 'database-compression',
      group: 'optimization',
      title: 'what the database sends is compressed by zlib',
      dependsOnDatabase: true,
      lines: [
        {
          what: 'bytes between server and database for a request',
          condition: 'realistic text, both directions',
          value: 'compression/unlimited.databaseBytes',
          unit: 'bytes',
          promise: lower(0.3),
          promised: '70 % fewer',
        },
        ...widths.map(
          ({ as, condition }) =>
            ({
              what: 'time for a query',
              condition,
              value: `compression/${as}.queryUs`,
              unit: 'us',
              promise: lower(0.7),
              promised: '1 to 0.7 ms when the network is the limit',
            }) as const,
        ),
        {
          what: 'CPU of the server for a request',
          condition: 'as wide as loopback',
          value: 'compression/unlimited.cpuUs',
          unit: 'us',
          promise: { kind: 'better', better: 'lower' },
          promised: 'not mentioned',
        },
      ],
    },
  ],
};
