/**
 * A line that carries so many bytes a second, one parcel after another: each takes its length over the rate, and the
 * next begins when it is through. It is a token bucket that holds one parcel: what the line did not carry while nobody
 * sent is not made up for later. It knows no clock: times are the caller's.
 */
export class Throttle {
  #bytesPerSecond: number | undefined;
  #freeMs = Number.NEGATIVE_INFINITY;

  /** Undefined: without a limit. */
  constructor(bytesPerSecond: number | undefined) {
    this.#bytesPerSecond = bytesPerSecond;
  }

  get bytesPerSecond(): number | undefined {
    return this.#bytesPerSecond;
  }

  /** The rate for all that enters from now on; what is on the line already keeps its time. */
  setRate(bytesPerSecond: number | undefined): void {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Nothing passed until now, though it waited: that time is not made up for. */
  stoodStill(nowMs: number): void {
    this.#freeMs = Math.max(this.#freeMs, nowMs);
  }

  /** When a parcel can enter that has been waiting since then. */
  entryMs(sinceMs: number): number {
    return this.#bytesPerSecond === undefined ? sinceMs : Math.max(this.#freeMs, sinceMs);
  }

  /**
   * Lets a parcel enter that has been waiting since then, and gives when its last byte is through. By the times asked
   * for and not by those at which somebody looked: a late look costs no bandwidth.
   */
  pass(bytes: number, sinceMs: number): number {
    const entryMs = this.entryMs(sinceMs);
    if (this.#bytesPerSecond === undefined) return entryMs;
    this.#freeMs = entryMs + (bytes / this.#bytesPerSecond) * 1000;
    return this.#freeMs;
  }
}
