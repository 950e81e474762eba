import { armsOf, type ClaimsPart, counted, lower, timed } from './part.js';

const rates = [
  { as: 'rate1', condition: 'one check a second' },
  { as: 'rate10', condition: '10 checks a second' },
  { as: 'rateMost', condition: 'as many as 4 clients can, hundreds a second' },
] as const;

export const healthCache: ClaimsPart = {
  experiments: [
    {
      id: 'health',
      title: 'health checks, one after another',
      arms: armsOf('health-cache'),
      env: {},
      links: [],
      rounds: timed,
      roundSeconds: 3,
      steps: [
        { kind: 'start', as: 'start' },
        { kind: 'turns', as: 'warm-up', requests: ['health'], turns: 100 },
        { kind: 'turns', as: 'checks', requests: ['health'], turns: 150 },
      ],
    },
    {
      id: 'health-rates',
      title: 'health checks, seldom and often',
      arms: armsOf('health-cache'),
      env: {},
      links: [],
      rounds: counted,
      roundSeconds: 14,
      steps: [
        { kind: 'start', as: 'start' },
        // What the start had asked for is forgotten by then.
        { kind: 'turns', as: 'settle', requests: ['health'], turns: 1, pauseMs: 1000 },
        { kind: 'turns', as: 'rate1', requests: ['health'], turns: 6, pauseMs: 1000 },
        { kind: 'turns', as: 'rate10', requests: ['health'], turns: 20, pauseMs: 100 },
        { kind: 'closed', as: 'rateMost', requests: ['health'], count: 2000, connections: 4 },
      ],
    },
  ],
  claims: [
    {
      id: 'health-cache',
      group: 'optimization',
      title: 'the answer to a health check is kept for a second',
      dependsOnDatabase: true,
      lines: [
        {
          what: 'response time',
          condition: 'one check after another',
          value: 'health/checks.latencyUs',
          unit: 'us',
          promise: lower(0.1 / 10),
          promised: '10 to 0.1 ms',
        },
        ...rates.map(
          ({ as, condition }) =>
            ({
              what: 'database calls for a check',
              condition,
              value: `health-rates/${as}.queries`,
              counted: true,
              unit: 'count',
              promise: lower(1 / 60),
              promised: '60 a minute become 1',
            }) as const,
        ),
      ],
    },
  ],
};
