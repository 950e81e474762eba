import { compareFlags } from './compare-flags.js';
import type { FlagTable, OptionsOf } from './flag.js';

const { before, beforeEnv, after, afterEnv, config, start, ready, get, env, node, beforeNode, afterNode } =
  compareFlags;
const { har, accessLog, keepHeaders, keepWrites, build, carry, profile, seed, connections, db, metricsPort, json } =
  compareFlags;

/** The flags of `attribute`. */
export const attributeFlags = {
  before: { ...before, help: 'where each switch begins (default: before); with --start where the code is: git:REF, .' },
  after: { ...after, help: 'where each switch ends (default: after); with --start where the code is' },
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
  env: { ...env, help: 'an environment variable of every server; repeatable' },
  node,
  beforeNode,
  afterNode,
  build,
  carry,
  profile: { ...profile, help: 'quick (all pairs three times), standard (six), deep (twelve)', otherwise: 'quick' },
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
    help: 'where record.json, attribution.json and report.md go (default: reports/<run>)',
  },
  metricsPort,
  json: { ...json, mayChangeOnResume: true },
} as const satisfies FlagTable;

export type AttributeOptions = OptionsOf<typeof attributeFlags>;
