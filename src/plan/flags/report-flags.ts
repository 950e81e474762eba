import { compareFlags } from './compare-flags.js';
import type { FlagTable, OptionsOf } from './flag.js';

const { format, json, gate, inconclusive } = compareFlags;

/** The flags of `report`. */
export const reportFlags = {
  format,
  json,
  out: { group: 'Output', reads: { kind: 'text' }, value: '<file>', help: 'write it to a file instead' },
  gate,
  inconclusive,
} as const satisfies FlagTable;

export type ReportOptions = OptionsOf<typeof reportFlags>;
