import { compareFlags } from './compare-flags.js';
import type { FlagTable, OptionsOf } from './flag.js';

const { start, ready, get, env, node, build, carry, profile, seed, connections, limit, json } = compareFlags;

/** The flags of `bisect`. */
export const bisectFlags = {
  good: {
    group: 'History',
    reads: { kind: 'text' },
    value: '<reference>',
    help: 'a commit that was still fast: v1.2',
  },
  bad: {
    group: 'History',
    reads: { kind: 'text' },
    value: '<reference>',
    help: 'a later one that is slow',
    otherwise: 'HEAD',
  },
  metric: {
    group: 'History',
    reads: { kind: 'text' },
    value: '<id>',
    help: 'the metric that became worse, or how its name begins: cpu',
    otherwise: 'cpuPerRequestUs',
  },
  start,
  ready,
  get,
  env,
  node,
  build,
  carry,
  profile: { ...profile, otherwise: 'quick' },
  seed,
  connections,
  limit,
  out: {
    group: 'Output',
    reads: { kind: 'folder' },
    value: '<folder>',
    help: 'where the record of each comparison goes (default: reports/<run>)',
  },
  json,
} as const satisfies FlagTable;

export type BisectOptions = OptionsOf<typeof bisectFlags>;
