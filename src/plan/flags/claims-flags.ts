import type { FlagTable, OptionsOf } from './flag.js';
import { sharedFlags } from './shared-flags.js';

const { profile, seed, db, metricsPort, json } = sharedFlags;

/** The flags of `claims`. */
export const claimsFlags = {
  profile: { ...profile, help: 'quick (about ten minutes), standard, deep: how many rounds', otherwise: 'quick' },
  seed,
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
    help: 'where record.json, claims.json and report.md go (default: reports/<run>)',
  },
  metricsPort,
  json: { ...json, mayChangeOnResume: true },
} as const satisfies FlagTable;

export type ClaimsOptions = OptionsOf<typeof claimsFlags>;
