import type { Agenda } from './agenda.js';
import { Throttle } from './throttle.js';

/** One after another, whatever the flow's delay is changed to meanwhile: a connection's bytes keep their order. */
export interface InOrder {
  /** When the last one is due. */
  lastDueMs: number;
  /** How many have not arrived yet. */
  travelling: number;
  /** Something that it sent has vanished. */
  lose(): void;
}

interface Parcel {
  readonly lane: InOrder;
  readonly bytes: number;
  readonly sinceMs: number;
  readonly extraMs: number;
  readonly arrive: () => void;
}

export type FlowState = 'open' | 'frozen' | 'dropping';

/** How much a connection may have on its way, without a limit: 20 ms at 400 MB/s. */
const windowBytes = 8 * 2 ** 20;
/** What it may have waiting before a line of limited width, beside what is on its way. */
const queueBytes = 64 * 2 ** 10;

/** One direction of a link: its delay and its width, which all connections share, and what has passed. */
export class Flow {
  bytes = 0;
  messages = 0;
  /** Some connection carried no messages. */
  messagesLost = false;
  readonly #agenda: Agenda;
  readonly #throttle = new Throttle(undefined);
  readonly #waiting: Parcel[] = [];
  readonly #held: Parcel[] = [];
  #delayMs = 0;
  #state: FlowState = 'open';
  #isAwaited = false;

  constructor(agenda: Agenda) {
    this.#agenda = agenda;
  }

  get delayMs(): number {
    return this.#delayMs;
  }

  get state(): FlowState {
    return this.#state;
  }

  /** How many bytes a connection may have on its way before its sender has to wait. */
  get windowBytes(): number {
    const { bytesPerSecond } = this.#throttle;
    return bytesPerSecond === undefined ? windowBytes : queueBytes + (bytesPerSecond * this.#delayMs) / 1000;
  }

  /** How large a parcel may be: what a limited line carries in a millisecond, so that connections take turns. */
  get parcelBytes(): number {
    const { bytesPerSecond } = this.#throttle;
    return bytesPerSecond === undefined ? Number.POSITIVE_INFINITY : Math.max(1024, Math.ceil(bytesPerSecond / 1000));
  }

  set(delayMs: number, bytesPerSecond: number | undefined): void {
    this.#delayMs = delayMs;
    this.#throttle.setRate(bytesPerSecond);
    this.#admit();
  }

  /** What is held arrives at once, in its order, when the flow is no longer frozen. */
  be(state: FlowState): void {
    if (this.#state === 'frozen') this.#throttle.stoodStill(this.#agenda.nowMs());
    this.#state = state;
    if (state !== 'frozen') for (const parcel of this.#held.splice(0)) this.#land(parcel);
    this.#admit();
  }

  /** Sends a parcel on its way; `arrive` is called at its end, in the lane's order, unless it vanishes. */
  carry(lane: InOrder, bytes: number, arrive: () => void, extraMs = 0): void {
    lane.travelling++;
    this.#waiting.push({ lane, bytes, arrive, extraMs, sinceMs: this.#agenda.nowMs() });
    this.#admit();
  }

  #admit(): void {
    const nowMs = this.#agenda.nowMs();
    for (let next = this.#waiting[0]; next && this.#state !== 'frozen'; next = this.#waiting[0]) {
      const entryMs = this.#throttle.entryMs(next.sinceMs);
      if (entryMs > nowMs) {
        this.#admitAt(entryMs);
        return;
      }
      this.#waiting.shift();
      const throughMs = this.#throttle.pass(next.bytes, next.sinceMs);
      this.#send(next, throughMs + this.#delayMs + next.extraMs, nowMs);
    }
  }

  #admitAt(entryMs: number): void {
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    this.#agenda.at(entryMs, () => {
      this.#isAwaited = false;
      this.#admit();
    });
  }

  #send(parcel: Parcel, earliestMs: number, nowMs: number): void {
    const { lane } = parcel;
    lane.lastDueMs = Math.max(lane.lastDueMs, earliestMs);
    // Nothing before it, and no way to go: it is there.
    if (lane.travelling === 1 && lane.lastDueMs <= nowMs) this.#land(parcel);
    else this.#agenda.at(lane.lastDueMs, () => this.#land(parcel));
  }

  #land(parcel: Parcel): void {
    if (this.#state === 'frozen') return void this.#held.push(parcel);
    parcel.lane.travelling--;
    if (this.#state === 'dropping') parcel.lane.lose();
    else parcel.arrive();
  }
}
