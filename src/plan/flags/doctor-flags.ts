import type { FlagTable } from './flag.js';
import { sharedFlags } from './shared-flags.js';

/** The flags of `doctor`. */
export const doctorFlags = {
  json: { ...sharedFlags.json, help: 'as JSON, with all facts' },
} as const satisfies FlagTable;
