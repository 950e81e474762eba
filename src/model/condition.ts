/** A megabit per second in bytes per second: people speak of the one, and everything here counts in the other. */
export const megabitBytes = 125_000;

/** How far away, and how wide, the network between two programs is made. Absent: as the loopback is. */
export interface NetworkSettings {
  /** Half of it in each direction. */
  readonly roundTripMs?: number;
  /** In each direction. */
  readonly bytesPerSecond?: number;
}

/** What a run is measured under beside its arms, the same for all of them. */
export interface Condition {
  readonly name: string;
  /** Between each server and its database; absent: they are connected directly. */
  readonly databaseLink?: NetworkSettings;
  /** Between the load and each server. */
  readonly clientLink?: NetworkSettings;
}

/** Which side of a server a link is on. */
export type LinkSide = 'database' | 'client';

/** What the bench found of its own links before the first round: one entry for each side that has them. */
export interface LinkFacts {
  readonly side: LinkSide;
  /** What was asked for. */
  readonly settings: NetworkSettings;
  /** What round trips took through such a link, and past it, in milliseconds. */
  readonly measured: {
    readonly pings: number;
    readonly p50Ms: number;
    readonly p95Ms: number;
    readonly directP50Ms: number;
  };
}

/** What passed through one arm's link during one slice. `Up` is towards the server, or towards its database. */
export interface LinkUsage {
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** MongoDB's own; absent where they are not counted. */
  readonly messagesUp?: number;
  readonly messagesDown?: number;
  readonly connectionsOpened: number;
  /** CPU time of the process that carries all links of the run, in microseconds: the bench's, no arm's. */
  readonly processCpuUs: number;
}

/** The sides of a server that have a link under this condition. */
export function linkSidesOf(condition: Condition | undefined): readonly LinkSide[] {
  return [
    ...(condition?.databaseLink ? (['database'] as const) : []),
    ...(condition?.clientLink ? (['client'] as const) : []),
  ];
}
