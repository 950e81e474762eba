import type { Alarm } from './alarm.js';
import { DelayLine } from './delay-line.js';

/** At least this long between two alarms: under load many parcels are due at almost the same time. */
const finestMs = 0.1;

/** What is to be done later, by all lines of this process: one queue and one alarm. */
export class Agenda {
  readonly nowMs: () => number;
  readonly #line = new DelayLine<() => void>();
  readonly #alarm: Pick<Alarm, 'set'>;
  #setToMs = Number.POSITIVE_INFINITY;
  #rangMs = Number.NEGATIVE_INFINITY;

  constructor(nowMs: () => number, alarm: Pick<Alarm, 'set'>) {
    this.nowMs = nowMs;
    this.#alarm = alarm;
  }

  /** Never before its time; what is due at the same time in the order in which it was asked for. */
  at(dueMs: number, act: () => void): void {
    this.#line.push(dueMs, act);
    this.#arm();
  }

  /** To be called when the alarm rings. */
  ring(): void {
    this.#setToMs = Number.POSITIVE_INFINITY;
    const now = this.nowMs();
    this.#rangMs = now;
    for (let next = this.#line.take(now); next; next = this.#line.take(now)) next.item();
    this.#arm();
  }

  #arm(): void {
    const dueMs = Math.max(this.#line.nextDueMs, this.#rangMs + finestMs);
    if (this.#line.nextDueMs === Number.POSITIVE_INFINITY || dueMs >= this.#setToMs) return;
    this.#setToMs = dueMs;
    this.#alarm.set(dueMs);
  }
}
