import type { ClaimLine } from '../../../src/model/claim.js';
import { absolute, type ClaimsPart } from './part.js';

const watched: readonly (readonly [name: string, what: string, unit: ClaimLine['unit']])[] = [
  ['p50Us', 'response time under load, p50', 'us'],
  ['p95Us', 'response time under load, p95', 'us'],
  ['p99Us', 'response time under load, p99', 'us'],
  ['poolInUse', 'connections of the pool in use, mean', 'count'],
  ['poolWaiting', 'queries that wait for one, mean', 'count'],
  ['rssBytes', 'resident memory', 'bytes'],
  ['cpuShare', 'CPU, as a share of a core', 'share'],
  ['loopDelayP99Us', 'event-loop delay, p99', 'us'],
  ['errorShare', 'failed requests', 'share'],
];

/** The report's "Key Metrics", in the course of time. */
export const keyMetrics: ClaimsPart = {
  experiments: [
    {
      id: 'series',
      title: 'the key metrics over time',
      arms: (['before', 'after'] as const).map((setting) => ({ name: setting, setting })),
      env: {},
      links: [],
      rounds: { quick: 2, standard: 6, deep: 12 },
      roundSeconds: 14,
      steps: [
        { kind: 'start', as: 'start' },
        {
          kind: 'series',
          as: 'load',
          requests: ['list', 'detail', 'search', 'view', 'comments'],
          perSecond: 40,
          samples: 10,
          sampleMs: 500,
        },
      ],
    },
  ],
  claims: [
    {
      id: 'key-metrics',
      group: 'key metrics',
      title: 'what is watched all along',
      dependsOnDatabase: true,
      lines: watched.map(([name, what, unit]) => ({
        what,
        condition: '40 requests a second',
        value: `series/load.${name}` as const,
        unit,
        promise: absolute,
        promised: 'recorded',
      })),
    },
  ],
};
