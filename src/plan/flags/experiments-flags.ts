import type { FlagTable } from './flag.js';
import { sharedFlags } from './shared-flags.js';

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
