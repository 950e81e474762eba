/** Where a link leads. Loopback only. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** How far and how wide a link is. Both can be changed while it is open. */
export interface LinkSettings {
  /** Half of it in each direction. */
  readonly roundTripMs: number;
  /** In each direction, shared by all connections; absent: without a limit. */
  readonly bytesPerSecond?: number;
}

export interface LinkSpec {
  /** No two links of a process have the same. */
  readonly name: string;
  /** Absent: until it is told where it leads, connections are reset. */
  readonly upstream?: Address;
  readonly settings: LinkSettings;
  /** `mongodb`: its messages are counted. */
  readonly protocol: 'bytes' | 'mongodb';
}

/**
 * How a link is cut, until it is healed:
 * - `refuse`: nobody listens any more, as after a crash: ECONNREFUSED; open connections are reset;
 * - `reset`: open connections are reset, and new ones as soon as they are made;
 * - `drop`: what is sent vanishes, and there is no answer; a connection that lost something so is reset once the link
 *   is healed, for the rest of it would make no sense;
 * - `freeze`: nothing passes, and nothing is lost: it goes on where it stopped.
 *
 * A link takes a connection before its own end has heard of it, so in `drop` and `freeze` it is made, and then silent.
 */
export type Cut = 'refuse' | 'reset' | 'drop' | 'freeze';

/** Totals since the link was opened. `Up` is from the side that connects to the side that is connected to. */
export interface LinkReading {
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** Undefined where they are not counted, or what passed were no messages. */
  readonly messagesUp: number | undefined;
  readonly messagesDown: number | undefined;
  readonly connectionsOpened: number;
  readonly connectionsOpen: number;
  /**
   * Taken by the link, and reset since where it leads nobody took them, or by a cut. Those that `refuse` turns away are
   * seen by nobody.
   */
  readonly connectionsRefused: number;
  /** CPU time of the whole process that carries the links, in microseconds. */
  readonly processCpuUs: number;
}

export type LinkCommand =
  | { readonly kind: 'open'; readonly link: LinkSpec }
  /** Connections from now on lead there. */
  | { readonly kind: 'aim'; readonly name: string; readonly upstream: Address }
  | { readonly kind: 'set'; readonly name: string; readonly settings: LinkSettings }
  | { readonly kind: 'cut'; readonly name: string; readonly cut: Cut }
  | { readonly kind: 'heal'; readonly name: string }
  | { readonly kind: 'read'; readonly name: string }
  | { readonly kind: 'close'; readonly name: string };

export type ToLink = LinkCommand & { readonly id: number };

export type FromLink =
  | { readonly kind: 'done'; readonly id: number; readonly port: number; readonly reading: LinkReading }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
