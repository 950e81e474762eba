import { absolute, armsOf, atMost, type ClaimsPart } from './part.js';

const cycles = '{source}/probes/restart-cycles.js';

export const bootstrapListeners: ClaimsPart = {
  experiments: [
    {
      id: 'cycles',
      title: '200 starts and shutdowns in one process',
      arms: armsOf('bootstrap-listeners'),
      env: {},
      links: [],
      rounds: { quick: 2, standard: 6, deep: 12 },
      roundSeconds: 20,
      steps: [
        {
          kind: 'program',
          as: 'cycle',
          program: { command: ['node', '--expose-gc', cycles, '200'], env: {} },
        },
      ],
    },
  ],
  claims: [
    {
      id: 'bootstrap-listeners',
      group: 'optimization',
      title: 'process handlers are removed at shutdown',
      lines: [
        {
          what: 'process listeners left by a cycle',
          value: 'cycles/cycle.listenersPerCycle',
          unit: 'count',
          promise: atMost('after', 0),
          promised: 'none',
        },
        {
          what: 'memory left by a cycle',
          value: 'cycles/cycle.heapBytesPerCycle',
          unit: 'bytes',
          promise: absolute,
          promised: 'about 1 KB each',
        },
      ],
    },
  ],
};
