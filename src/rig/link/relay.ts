import { Socket } from 'node:net';
import type { Address } from './commands.js';
import type { Flow } from './flow.js';
import { Lane, reset } from './lane.js';

/** How much is written ahead of a slow reader, beside what its kernel takes. */
export const writeAheadBytes = 256 * 2 ** 10;

/** What a link has in both directions. */
export interface Flows {
  readonly up: Flow;
  readonly down: Flow;
}

/**
 * One connection through a link: the one that was taken, and the one that is made for it. A new connection costs a
 * round trip, as TCP's handshake does: the taker hears of it, and of what was sent on it, that much later.
 */
export class Relay {
  readonly #client: Socket;
  // As its type stands, a socket knows no highWaterMark; it hands it on to its stream.
  readonly #upstream = new Socket({ allowHalfOpen: true, ...{ highWaterMark: writeAheadBytes } });
  readonly #lanes: readonly Lane[];
  #isOpen = true;

  constructor(
    client: Socket,
    address: Address,
    { up, down }: Flows,
    protocol: 'bytes' | 'mongodb',
    tell: { readonly refused: () => void; readonly closed: (relay: Relay) => void },
  ) {
    this.#client = client;
    const upstream = this.#upstream;
    client.setNoDelay();
    upstream.setNoDelay();
    let connected = false;
    upstream.once('connect', () => {
      connected = true;
    });
    upstream.once('error', () => connected || tell.refused());
    for (const socket of [client, upstream])
      socket.once('close', () => {
        if (!this.#isOpen || !client.closed || !upstream.closed) return;
        this.#isOpen = false;
        tell.closed(this);
      });
    const upLane = new Lane(up, client, upstream, protocol);
    this.#lanes = [upLane, new Lane(down, upstream, client, protocol)];
    const open = () => {
      // A socket that was destroyed meanwhile, by a cut, would connect all the same.
      if (!upstream.destroyed) upstream.connect(address);
    };
    up.carry(upLane, 0, open, up.delayMs + down.delayMs);
  }

  /** Something that was sent on it has vanished. */
  get isLost(): boolean {
    return this.#lanes.some(({ isLost }) => isLost);
  }

  regulate(): void {
    for (const lane of this.#lanes) lane.regulate();
  }

  reset(): void {
    reset(this.#client);
    reset(this.#upstream);
  }
}
