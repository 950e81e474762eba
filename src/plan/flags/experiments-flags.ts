import { compareFlags } from './compare-flags.js';
import type { FlagTable } from './flag.js';
import { sharedFlags } from './shared-flags.js';

const { before, beforeEnv, after, afterEnv, config, start, ready, get, env, node, beforeNode, afterNode } =
  compareFlags;
const { har, accessLog, keepHeaders, keepWrites, build, carry } = compareFlags;

/** Which server is asked, in which two versions or settings, and for what. */
export const askedServerFlags = {
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
} as const satisfies FlagTable;

/** How a run of experiments is resumed and watched, and where its record, its report and this file go. */
export function experimentsFlags(jsonName: string) {
  return {
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
      help: `where record.json, ${jsonName} and report.md go (default: reports/<run>)`,
    },
    metricsPort: sharedFlags.metricsPort,
    json: { ...sharedFlags.json, mayChangeOnResume: true },
  } as const satisfies FlagTable;
}
