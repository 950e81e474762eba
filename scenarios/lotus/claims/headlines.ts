import { absolute, type ClaimsPart, higher, lower, timed } from './part.js';

const mix = ['list', 'detail', 'search', 'view', 'comments', 'login', 'range'] as const;
const plainMix = ['list', 'detail', 'search', 'view', 'comments', 'login'] as const;

export const headlines: ClaimsPart = {
  experiments: [
    {
      id: 'headline',
      title: 'all thirteen together, people who browse',
      arms: (['before', 'default', 'after'] as const).map((setting) => ({ name: setting, setting })),
      env: {},
      links: [],
      rounds: timed,
      roundSeconds: 12,
      steps: [
        { kind: 'start', as: 'start' },
        { kind: 'turns', as: 'warm-up', requests: mix, turns: 100 },
        { kind: 'turns', as: 'turns', requests: mix, turns: 150 },
        { kind: 'closed', as: 'full', requests: plainMix, count: 300, connections: 10 },
        { kind: 'memory', as: 'memory' },
      ],
    },
  ],
  claims: [
    {
      id: 'headline-start-up',
      group: 'headline',
      title: 'start-up time',
      lines: [
        {
          what: 'start-up',
          value: 'headline/start.readyMs',
          unit: 'ms',
          promise: lower(0.6),
          promised: '40 % faster (500 to 300 ms)',
        },
      ],
    },
    {
      id: 'headline-latency',
      group: 'headline',
      title: 'request latency, mean',
      dependsOnDatabase: true,
      lines: [
        {
          what: 'response time',
          condition: 'browsing mix',
          value: 'headline/turns.latencyUs',
          unit: 'us',
          promise: lower(70 / 120),
          promised: '42 % lower (120 to 70 ms)',
        },
      ],
    },
    {
      id: 'headline-memory',
      group: 'headline',
      title: 'memory, steady state',
      lines: [
        {
          what: 'resident memory',
          condition: 'after the load',
          value: 'headline/memory.rssBytes',
          unit: 'bytes',
          promise: lower(0.7),
          promised: '30 % lower (150 to 105 MB)',
        },
        {
          what: 'memory in use after a collection',
          condition: 'after the load',
          value: 'headline/memory.inUseBytes',
          unit: 'bytes',
          promise: lower(0.7),
          promised: '30 % lower',
        },
      ],
    },
    {
      id: 'headline-throughput',
      group: 'headline',
      title: 'throughput',
      dependsOnDatabase: true,
      lines: [
        {
          what: 'requests per second',
          condition: 'browsing mix, 10 clients',
          value: 'headline/full.perSecond',
          unit: 'perSecond',
          promise: higher(1.5),
          promised: '50 % higher (100 to 150 a second)',
        },
      ],
    },
    {
      id: 'headline-query',
      group: 'headline',
      title: 'database query',
      dependsOnDatabase: true,
      lines: [
        {
          what: 'time for a query',
          condition: 'browsing mix, all thirteen',
          value: 'headline/turns.queryUs',
          unit: 'us',
          promise: lower(0.01),
          promised: '100x faster (100 to 1 ms)',
        },
        {
          what: 'time for a query',
          condition: '20 ms round trip, pooling alone',
          value: 'pooling/rtt20.queryUs',
          unit: 'us',
          promise: lower(0.01),
          promised: '100x faster (100 to 1 ms)',
        },
        {
          what: 'time for a query',
          condition: '10 Mbit/s, compression alone',
          value: 'compression/mbit10.queryUs',
          unit: 'us',
          promise: lower(0.7),
          promised: '1 to 0.7 ms',
        },
      ],
    },
    {
      id: 'headline-cold-start',
      group: 'headline',
      title: 'cold start',
      lines: [
        {
          what: 'start-up',
          condition: 'lazy routes alone',
          value: 'lazy/start.readyMs',
          unit: 'ms',
          promise: absolute,
          promised: '80 ms less',
        },
        {
          what: 'time until all services are ready',
          condition: '3 services of 1 s, side by side',
          value: 'services/start.servicesMs',
          unit: 'ms',
          promise: { kind: 'saved', least: 2000 },
          smallest: 0.1,
          promised: '2,000 ms less',
        },
      ],
    },
    {
      id: 'headline-memory-parts',
      group: 'headline',
      title: 'parts of the memory',
      lines: [
        {
          what: 'memory in use after a collection',
          condition: 'lazy routes alone, before any request',
          value: 'lazy/idle.inUseBytes',
          unit: 'bytes',
          promise: absolute,
          promised: '45 MB less',
        },
        {
          what: 'memory that came with stalled clients',
          condition: '1,000 clients, half a request head',
          value: 'stalled/half-head.rssGrowthBytes',
          unit: 'bytes',
          promise: absolute,
          promised: '50 MB for 1,000 connections',
        },
      ],
    },
  ],
};
