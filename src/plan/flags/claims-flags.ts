import { experimentsFlags } from './experiments-flags.js';
import type { FlagTable, OptionsOf } from './flag.js';
import { sharedFlags } from './shared-flags.js';

const { profile, seed, db } = sharedFlags;

/** The flags of `claims`. */
export const claimsFlags = {
  profile: { ...profile, help: 'quick (about ten minutes), standard, deep: how many rounds', otherwise: 'quick' },
  seed,
  db,
  ...experimentsFlags('claims.json'),
} as const satisfies FlagTable;

export type ClaimsOptions = OptionsOf<typeof claimsFlags>;
