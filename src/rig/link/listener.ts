import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Agenda } from './agenda.js';
import type { Address, Cut, LinkReading, LinkSettings, LinkSpec } from './commands.js';
import { Flow, type FlowState } from './flow.js';
import { reset } from './lane.js';
import { Relay, writeAheadBytes } from './relay.js';

const host = '127.0.0.1';

/** One link: where it listens, where it leads, what runs through it. */
export class Listener {
  readonly #protocol: LinkSpec['protocol'];
  readonly #flows: { readonly up: Flow; readonly down: Flow };
  readonly #relays = new Set<Relay>();
  #server: Server | undefined;
  #upstream: Address | undefined;
  #cut: Cut | undefined;
  #port = 0;
  #opened = 0;
  #refused = 0;

  constructor({ upstream, settings, protocol }: LinkSpec, agenda: Agenda) {
    this.#protocol = protocol;
    this.#upstream = upstream;
    this.#flows = { up: new Flow(agenda), down: new Flow(agenda) };
    this.set(settings);
  }

  /** 0: it has never listened. */
  get port(): number {
    return this.#port;
  }

  /**
   * Listens, on the port that it had before, if any. Rejects when that is taken meanwhile.
   */
  async listen(): Promise<void> {
    const server = createServer({ allowHalfOpen: true, highWaterMark: writeAheadBytes }, (client) =>
      this.#take(client),
    );
    server.listen(this.#port, host);
    await once(server, 'listening');
    this.#server = server;
    const address = server.address();
    if (address === null || typeof address === 'string') throw new TypeError('a link listens on no port');
    this.#port = address.port;
  }

  aim(upstream: Address): void {
    this.#upstream = upstream;
  }

  set({ roundTripMs, bytesPerSecond }: LinkSettings): void {
    for (const flow of [this.#flows.up, this.#flows.down]) flow.set(roundTripMs / 2, bytesPerSecond);
  }

  /** Cuts the link, however it was cut before; undefined heals it. */
  async be(cut: Cut | undefined): Promise<void> {
    this.#cut = cut;
    const state: FlowState = cut === 'freeze' ? 'frozen' : cut === 'drop' ? 'dropping' : 'open';
    for (const relay of this.#relays)
      if (cut === 'reset' || cut === 'refuse' || (relay.isLost && cut !== 'drop')) relay.reset();
    for (const flow of [this.#flows.up, this.#flows.down]) flow.be(state);
    for (const relay of this.#relays) relay.regulate();
    if (cut === 'refuse') this.#stopListening();
    else if (!this.#server) await this.listen();
  }

  read(): Omit<LinkReading, 'processCpuUs'> {
    const { up, down } = this.#flows;
    const messagesOf = ({ messages, messagesLost }: Flow) =>
      this.#protocol === 'mongodb' && !messagesLost ? messages : undefined;
    return {
      bytesUp: up.bytes,
      bytesDown: down.bytes,
      messagesUp: messagesOf(up),
      messagesDown: messagesOf(down),
      connectionsOpened: this.#opened,
      connectionsOpen: this.#relays.size,
      connectionsRefused: this.#refused,
    };
  }

  close(): void {
    this.#stopListening();
    for (const relay of this.#relays) relay.reset();
  }

  #stopListening(): void {
    // It takes no more at once; its end is told when the last connection is gone, and awaited by nobody.
    this.#server?.close();
    this.#server = undefined;
  }

  #take(client: Socket): void {
    this.#opened++;
    if (!this.#upstream || this.#cut === 'reset' || this.#cut === 'refuse') {
      this.#refused++;
      client.on('error', () => undefined);
      reset(client);
      return;
    }
    const relay = new Relay(client, this.#upstream, this.#flows, this.#protocol, {
      refused: () => {
        this.#refused++;
      },
      closed: (gone) => void this.#relays.delete(gone),
    });
    this.#relays.add(relay);
  }
}
