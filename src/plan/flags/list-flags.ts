import type { FlagTable } from './flag.js';
import { sharedFlags } from './shared-flags.js';

/** The flags of `list`. */
export const listFlags = { json: sharedFlags.json } as const satisfies FlagTable;
