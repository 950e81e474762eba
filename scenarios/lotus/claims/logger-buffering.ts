import { armsOf, atMost, type ClaimsPart, counted, lower } from './part.js';

export const loggerSizes = [50, 200, 1000, 2000, 5000] as const;

export const loggerBuffering: ClaimsPart = {
  experiments: [
    {
      id: 'write-calls',
      title: 'writes of the log against requests',
      arms: armsOf('logger-buffering'),
      env: {},
      links: [],
      rounds: counted,
      roundSeconds: 6,
      steps: [
        { kind: 'start', as: 'start' },
        ...loggerSizes.map(
          (count) => ({ kind: 'closed', as: `n${count}`, requests: ['missing'], count, connections: 10 }) as const,
        ),
      ],
    },
    {
      id: 'lines-lost',
      title: 'lines of the log that an end loses',
      arms: armsOf('logger-buffering'),
      env: {},
      nodeArguments: ['--import', '{source}/probes/end-by-signal.js'],
      links: [],
      rounds: counted,
      roundSeconds: 8,
      steps: (
        [
          ['stopped', 'SIGTERM'],
          ['thrown', 'SIGUSR2'],
          ['exited', 'SIGHUP'],
        ] as const
      ).flatMap(([as, by]) => [
        { kind: 'start', as },
        { kind: 'end-server', as, by, request: 'missing', count: 57, text: 'GET /nothing' },
      ]),
    },
  ],
  claims: [
    {
      id: 'logger-buffering',
      group: 'optimization',
      title: 'log lines are written 50 at a time',
      lines: [
        {
          what: 'write calls for 5,000 requests',
          value: 'write-calls/n5000.outputWrites',
          counted: true,
          unit: 'count',
          promise: lower(1 / 50),
          promised: '50x fewer',
          note: 'lines that wait for 100 ms are written too: a server with less load writes fewer of them at once',
        },
        {
          what: 'write calls for 50 lines, by the logger alone',
          value: 'logger/log.writesPer50Lines',
          unit: 'count',
          promise: lower(1 / 50),
          promised: '50x fewer',
        },
        {
          what: 'time for a batch of 50 lines',
          value: 'logger/log.usPerBatch',
          unit: 'us',
          promise: lower(0.1 / 5),
          promised: '5 to 0.1 ms',
        },
        ...(
          [
            ['stopped', 'SIGTERM'],
            ['thrown', 'an uncaught exception'],
            ['exited', 'an exit at once'],
          ] as const
        ).map(
          ([as, condition]) =>
            ({
              what: 'lines lost of 57',
              condition,
              value: `lines-lost/${as}.lost`,
              unit: 'count',
              promise: atMost('after', 0),
              promised: 'none',
            }) as const,
        ),
      ],
    },
  ],
};
