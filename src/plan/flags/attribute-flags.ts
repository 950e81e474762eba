import { experimentsFlags } from './experiments-flags.js';
import type { FlagTable, OptionsOf } from './flag.js';
import { serverFlags } from './server-flags.js';
import { sharedFlags } from './shared-flags.js';

const { before, after, env } = serverFlags;
const { profile, seed, connections, db } = sharedFlags;

/** The flags of `attribute`. */
export const attributeFlags = {
  ...serverFlags,
  before: { ...before, help: 'where each switch begins (default: before); with --start where the code is: git:REF, .' },
  after: { ...after, help: 'where each switch ends (default: after); with --start where the code is' },
  env: { ...env, help: 'an environment variable of every server; repeatable' },
  profile: { ...profile, help: 'quick (all pairs three times), standard (six), deep (twelve)', otherwise: 'quick' },
  seed,
  connections,
  db,
  ...experimentsFlags('attribution.json'),
} as const satisfies FlagTable;

export type AttributeOptions = OptionsOf<typeof attributeFlags>;
