import type { DatabaseUsage } from '../../model/slice.js';

/** Totals since the database began. */
export interface DatabaseReading {
  readonly commands: number;
  readonly connectionsOpened: number;
  readonly cpuUs: number | undefined;
}

/** What the database did between two readings; the reading itself is one command, and not counted. */
export function databaseUsageBetween(start: DatabaseReading, end: DatabaseReading): DatabaseUsage {
  return {
    commands: end.commands - start.commands - 1,
    connectionsOpened: end.connectionsOpened - start.connectionsOpened,
    cpuUs: start.cpuUs === undefined || end.cpuUs === undefined ? undefined : end.cpuUs - start.cpuUs,
  };
}
