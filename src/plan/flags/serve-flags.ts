import type { FlagTable } from './flag.js';
import { sharedFlags } from './shared-flags.js';

/** The flags of `serve`. */
export const serveFlags = {
  optimizations: {
    group: 'Server',
    reads: { kind: 'text' },
    value: '<setting>',
    help: 'a setting of `lotus-bench list`, with individual optimizations overridden (default: the last one)',
  },
  port: {
    group: 'Server',
    reads: { kind: 'whole-number', least: 0, most: 65_535 },
    value: '<n>',
    help: 'where it listens on 127.0.0.1; 0: any free port',
    otherwise: '3000',
  },
  db: { ...sharedFlags.db, group: 'Data' },
  seedData: { group: 'Data', reads: { kind: 'switch' }, help: 'fill the database with made-up data' },
} as const satisfies FlagTable;
