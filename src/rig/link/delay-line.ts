interface Entry<T> {
  readonly dueMs: number;
  /** Which of those that are due at once came first. */
  readonly order: number;
  readonly item: T;
}

function isBefore(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

/**
 * What waits for its time, the next first: a binary heap, as lines of different length run through one process. What is
 * due at the same time comes out in the order in which it went in. It knows no clock: times are whatever the caller's
 * are.
 */
export class DelayLine<T> {
  readonly #heap: Entry<T>[] = [];
  #pushed = 0;

  /** When the next one is due; Infinity: nothing waits. */
  get nextDueMs(): number {
    return this.#heap[0]?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  push(dueMs: number, item: T): void {
    const heap = this.#heap;
    const entry = { dueMs, order: this.#pushed++, item };
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (!parent || isBefore(parent, entry)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  /** Takes out the next one that is due by `nowMs`. */
  take(nowMs: number): { readonly item: T } | undefined {
    const [first] = this.#heap;
    if (!first || first.dueMs > nowMs) return undefined;
    const last = this.#heap.pop();
    if (last && last !== first) this.#sink(last);
    return first;
  }

  /** Puts an entry where the first one was, and lets it down to its place. */
  #sink(entry: Entry<T>): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      if (!left) break;
      const rightFirst = right !== undefined && isBefore(right, left);
      const child = rightFirst ? right : left;
      if (isBefore(entry, child)) break;
      heap[at] = child;
      at = 2 * at + (rightFirst ? 2 : 1);
    }
    heap[at] = entry;
  }
}
