interface Entry<T> {
  readonly item: T;
  readonly place: number;
}

/**
 * The first `count` items of a stable sort, by a heap that keeps no more than so many: the worst of those kept is at
 * the root and gives way to anything better.
 */
export function firstOf<T>(items: Iterable<T>, count: number, compare: (a: T, b: T) => number): T[] {
  const heap: Entry<T>[] = [];
  // What came earlier goes before its equals, as in a stable sort.
  const order = (a: Entry<T>, b: Entry<T>) => compare(a.item, b.item) || a.place - b.place;
  let place = 0;
  for (const item of items) {
    const entry = { item, place: place++ };
    const [worst] = heap;
    if (heap.length < count) {
      heap.push(entry);
      rise(heap, order);
    } else if (worst && order(entry, worst) < 0) {
      heap[0] = entry;
      sink(heap, order);
    }
  }
  return heap.sort(order).map(({ item }) => item);
}

type Order<T> = (a: Entry<T>, b: Entry<T>) => number;

function swap<T>(heap: Entry<T>[], a: number, b: number): void {
  const [x, y] = [heap[a], heap[b]];
  if (x && y) {
    heap[a] = y;
    heap[b] = x;
  }
}

/** Moves the last entry up to where no parent is better. */
function rise<T>(heap: Entry<T>[], order: Order<T>): void {
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    const [child, above] = [heap[at], heap[parent]];
    if (!child || !above || order(child, above) <= 0) return;
    swap(heap, at, parent);
    at = parent;
  }
}

/** Moves the root down to where no child is worse. */
function sink<T>(heap: Entry<T>[], order: Order<T>): void {
  for (let at = 0; ; ) {
    let worst = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      const [candidate, current] = [heap[child], heap[worst]];
      if (candidate && current && order(candidate, current) > 0) worst = child;
    }
    if (worst === at) return;
    swap(heap, at, worst);
    at = worst;
  }
}
