import type { FlagTable } from './flag.js';

/** Flags that several commands have. */
export const sharedFlags = {
  profile: {
    group: 'Run',
    reads: { kind: 'one-of', words: ['quick', 'standard', 'deep'] },
    value: '<name>',
    help: 'quick (about a minute), standard, deep',
    otherwise: 'standard',
    shapesPlan: true,
  },
  budget: {
    group: 'Run',
    reads: { kind: 'duration' },
    value: '<time>',
    help: 'start no new round after this time: 90s, 3m, 1h',
    shapesPlan: true,
    mayChangeOnResume: true,
  },
  seed: {
    group: 'Run',
    reads: { kind: 'whole-number', least: 0, most: 2 ** 32 - 1 },
    value: '<n>',
    help: 'repeat the order, data and load of another run',
    shapesPlan: true,
  },
  rate: {
    group: 'Load',
    reads: { kind: 'whole-number', least: 1, most: 100_000 },
    value: '<n>',
    help: 'requests per second of the open loop (default: half of what the slowest arm sustains)',
    shapesPlan: true,
  },
  connections: {
    group: 'Load',
    reads: { kind: 'whole-number', least: 1, most: 10_000 },
    value: '<n>',
    help: 'connections of the closed loop',
    otherwise: '10',
    shapesPlan: true,
  },
  db: {
    group: 'Machine',
    reads: { kind: 'database' },
    value: '<which>',
    help: 'auto, embedded, mongod, download, or a mongodb:// address (default: auto)',
    shapesPlan: true,
  },
  pin: {
    group: 'Machine',
    reads: { kind: 'switch' },
    help: 'keep servers, database and load generator on cores of their own (Linux, 2 or more cores)',
    shapesPlan: true,
  },
  out: {
    group: 'Output',
    reads: { kind: 'folder' },
    value: '<folder>',
    help: 'where record.json and report.md go (default: reports/<run>)',
  },
  metricsPort: {
    group: 'Output',
    reads: { kind: 'whole-number', least: 0, most: 65_535 },
    value: '<port>',
    help: 'serve what is measured as OpenMetrics while the run goes on, on the loopback; 0: any free port',
    mayChangeOnResume: true,
  },
  json: { group: 'Output', reads: { kind: 'switch' }, help: 'as JSON', mayChangeOnResume: true },
} as const satisfies FlagTable;
