import type { Store } from '../storage/store.js';
import { sweep } from '../storage/ttl.js';

/**
 * Sweeps what has expired under TTL indexes, again and again: once a minute unless `ttlMonitorSleepSecs` says
 * otherwise.
 */
export class TtlMonitor {
  readonly #store: Store;
  #timer: NodeJS.Timeout | undefined;
  #sleepSeconds = 60;
  #passes = 0;
  #deleted = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  get sleepSeconds(): number {
    return this.#sleepSeconds;
  }

  /** Sets the time between two passes; the next one is so far from now. */
  set sleepSeconds(seconds: number) {
    this.#sleepSeconds = seconds;
    this.start();
  }

  /** How many passes there have been, and how many documents they deleted; as in `serverStatus`. */
  get metrics(): { readonly passes: number; readonly deletedDocuments: number } {
    return { passes: this.#passes, deletedDocuments: this.#deleted };
  }

  /** Begins, or begins anew. It keeps no process alive. */
  start(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#pass(), this.#sleepSeconds * 1000).unref();
  }

  #pass(): void {
    this.#deleted += sweep(this.#store, new Date());
    this.#passes++;
  }
}
