import { type ClaimsPart, lower, timed } from './part.js';

const log = '{source}/probes/time-logger.js';

/** The logger alone, in a process of its own: its prefixes, its batches, its banner. */
export const loggerPrefixes: ClaimsPart = {
  experiments: [
    {
      id: 'logger',
      title: 'the logger alone',
      arms: [
        { name: 'before', setting: 'before' },
        { name: 'after', setting: 'after' },
      ],
      env: {},
      links: [],
      rounds: timed,
      roundSeconds: 4,
      steps: [{ kind: 'program', as: 'log', program: { command: ['node', '--expose-gc', log], env: {} } }],
    },
  ],
  claims: [
    {
      id: 'logger-prefixes',
      group: 'optimization',
      title: 'prefixes of log lines are built once',
      lines: [
        {
          what: 'time for a call',
          value: 'logger/log.nsPerCall',
          unit: 'ns',
          promise: lower(0.9),
          promised: '10 % faster',
        },
        {
          what: 'memory allocated for a call',
          value: 'logger/log.bytesPerCall',
          unit: 'bytes',
          promise: { kind: 'better', better: 'lower' },
          promised: 'less garbage',
        },
      ],
    },
  ],
};
