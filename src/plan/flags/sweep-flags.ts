import { compareFlags } from './compare-flags.js';
import type { FlagTable, OptionsOf } from './flag.js';

const { before, beforeEnv, after, afterEnv, config, start, ready, get, env, node, beforeNode, afterNode } =
  compareFlags;
const { har, accessLog, keepHeaders, keepWrites, build, carry, profile, seed, connections, db, metricsPort, json } =
  compareFlags;

/** The flags of `sweep`. */
export const sweepFlags = {
  over: {
    group: 'Conditions',
    reads: { kind: 'text' },
    value: '<what=values>',
    help: 'database-rtt, client-rtt (ms), database-bandwidth, client-bandwidth (Mbit/s), connections, or a VARIABLE of the servers: database-rtt=0,1,5,20',
  },
  metric: {
    group: 'Conditions',
    reads: { kind: 'text' },
    value: '<id>',
    help: 'responseTimeUs, databaseQueryUs, cpuPerRequestUs or throughputPerSecond (default: responseTimeUs; over connections throughputPerSecond)',
  },
  find: {
    group: 'Conditions',
    reads: { kind: 'text' },
    value: '<change>',
    help: 'search where a change begins to hold: 2x (twice as good), -30%, +50%',
  },
  before,
  after,
  beforeEnv,
  afterEnv,
  config,
  start,
  ready,
  get,
  har,
  accessLog,
  keepHeaders,
  keepWrites,
  env,
  node,
  beforeNode,
  afterNode,
  build,
  carry,
  profile: { ...profile, help: 'quick (6 rounds of every value), standard (12), deep (24)', otherwise: 'quick' },
  seed,
  connections,
  db,
  resume: {
    group: 'Run',
    reads: { kind: 'folder' },
    value: '<folder>',
    help: 'go on with a run that was interrupted; with --json at most',
  },
  out: {
    group: 'Output',
    reads: { kind: 'folder' },
    value: '<folder>',
    help: 'where record.json, sweep.json and report.md go (default: reports/<run>)',
  },
  metricsPort,
  json: { ...json, mayChangeOnResume: true },
} as const satisfies FlagTable;

export type SweepOptions = OptionsOf<typeof sweepFlags>;
