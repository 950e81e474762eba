import { experimentsFlags } from './experiments-flags.js';
import type { FlagTable, OptionsOf } from './flag.js';
import { serverFlags } from './server-flags.js';
import { sharedFlags } from './shared-flags.js';

const { profile, seed, connections, db } = sharedFlags;

/** The flags of `sweep`. */
export const sweepFlags = {
  over: {
    group: 'Conditions',
    reads: { kind: 'text' },
    value: '<what=values>',
    help: 'database-rtt, client-rtt (ms), database-bandwidth, client-bandwidth (Mbit/s), connections, or a VARIABLE of the servers: database-rtt=0,1,5,20',
  },
  metric: {
    group: 'Conditions',
    reads: { kind: 'text' },
    value: '<id>',
    help: 'responseTimeUs, databaseQueryUs, cpuPerRequestUs or throughputPerSecond (default: responseTimeUs; over connections throughputPerSecond)',
  },
  find: {
    group: 'Conditions',
    reads: { kind: 'text' },
    value: '<change>',
    help: 'search where a change begins to hold: 2x (twice as good), -30%, +50%',
  },
  ...serverFlags,
  profile: { ...profile, help: 'quick (6 rounds of every value), standard (12), deep (24)', otherwise: 'quick' },
  seed,
  connections,
  db,
  ...experimentsFlags('sweep.json'),
} as const satisfies FlagTable;

export type SweepOptions = OptionsOf<typeof sweepFlags>;
