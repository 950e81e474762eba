import type { Socket } from 'node:net';
import type { Flow, InOrder } from './flow.js';
import { MongoMessages } from './mongo-messages.js';

/** Ends a connection by RST, as far as it exists. */
export function reset(socket: Socket): void {
  if (socket.destroyed) return;
  // Without a connection there is nobody to tell.
  if (socket.connecting || socket.pending) socket.destroy();
  else socket.resetAndDestroy();
}

/**
 * One direction of one connection: what comes out of `source` goes into `sink`, through a flow. Its end arrives as an
 * end, its break as a break. A sink that is full, and too much on its way, stop the source.
 */
export class Lane implements InOrder {
  lastDueMs = Number.NEGATIVE_INFINITY;
  travelling = 0;
  readonly #flow: Flow;
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #messages: MongoMessages | undefined;
  #onItsWay = 0;
  #isLost = false;

  constructor(flow: Flow, source: Socket, sink: Socket, protocol: 'bytes' | 'mongodb') {
    this.#flow = flow;
    this.#source = source;
    this.#sink = sink;
    this.#messages = protocol === 'mongodb' ? new MongoMessages() : undefined;
    source.on('data', (chunk: Buffer) => this.#take(chunk));
    source.on('end', () => flow.carry(this, 0, () => sink.end()));
    // Whichever way it failed, it is gone. Its own errors are told by no other event.
    source.on('error', () => flow.carry(this, 0, () => reset(sink)));
    sink.on('drain', () => this.regulate());
    this.regulate();
  }

  /** Something that was sent here has vanished: what is left makes no sense any more. */
  get isLost(): boolean {
    return this.#isLost;
  }

  lose(): void {
    this.#isLost = true;
    this.regulate();
  }

  /** Lets the source go on, or wait. */
  regulate(): void {
    const isFull = this.#onItsWay >= this.#flow.windowBytes || this.#sink.writableNeedDrain;
    const mustWait = this.#flow.state === 'frozen' || (isFull && !this.#isLost);
    if (mustWait) this.#source.pause();
    else if (this.#source.isPaused()) this.#source.resume();
  }

  #take(chunk: Buffer): void {
    this.#flow.bytes += chunk.length;
    if (this.#messages) this.#flow.messages += this.#messages.feed(chunk);
    if (this.#messages?.lost) this.#flow.messagesLost = true;
    if (this.#isLost) return;
    const { parcelBytes } = this.#flow;
    this.#onItsWay += chunk.length;
    for (let at = 0; at < chunk.length; at += parcelBytes) {
      const part = chunk.length <= parcelBytes ? chunk : chunk.subarray(at, at + parcelBytes);
      this.#flow.carry(this, part.length, () => this.#give(part));
    }
    this.regulate();
  }

  #give(part: Buffer): void {
    this.#onItsWay -= part.length;
    if (this.#sink.writable) this.#sink.write(part);
    this.regulate();
  }
}
