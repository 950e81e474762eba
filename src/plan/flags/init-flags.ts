import type { FlagTable } from './flag.js';

/** The flags of `init`. */
export const initFlags = {
  force: { group: 'Output', reads: { kind: 'switch' }, help: 'write over a config that is there' },
} as const satisfies FlagTable;
