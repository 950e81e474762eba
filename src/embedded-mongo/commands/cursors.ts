import { Long } from 'bson';
import { MongoError } from '../../mongo-language/values/errors.js';
import { maxDocumentBytes } from '../wire/limits.js';

const idleMs = 10 * 60_000;
const firstBatch = 101;

interface Cursor {
  readonly namespace: string;
  readonly documents: readonly Uint8Array[];
  offset: number;
  touchedMs: number;
}

export interface Batch {
  readonly id: Long;
  readonly documents: readonly Uint8Array[];
}

/** Results that did not fit their first batch. */
export class Cursors {
  readonly #open = new Map<string, Cursor>();
  #lastId = 0n;

  /** The first batch of a result, and a cursor for the rest unless there is none or a single batch is wanted. */
  begin(namespace: string, documents: readonly Uint8Array[], batchSize: number | undefined, single: boolean): Batch {
    this.#forgetIdle();
    const large = documents.find(({ length }) => length > maxDocumentBytes);
    if (large) throw new MongoError(10334, `BSONObj size: ${large.length} is invalid; the most are 16 MB`);
    const end = endOfBatch(documents, 0, batchSize ?? firstBatch);
    if (single || (end >= documents.length && batchSize !== 0))
      return { id: Long.ZERO, documents: documents.slice(0, end) };
    const id = Long.fromBigInt(++this.#lastId);
    this.#open.set(id.toString(), { namespace, documents, offset: end, touchedMs: Date.now() });
    return { id, documents: documents.slice(0, end) };
  }

  /** The next batch. Throws CursorNotFound. */
  next(id: Long, namespace: string, batchSize: number | undefined): Batch {
    const cursor = this.#open.get(id.toString());
    if (!cursor) throw new MongoError(43, `cursor id ${id} not found`);
    if (cursor.namespace !== namespace) {
      throw new MongoError(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    const start = cursor.offset;
    cursor.offset = endOfBatch(cursor.documents, start, batchSize || Number.POSITIVE_INFINITY);
    cursor.touchedMs = Date.now();
    const documents = cursor.documents.slice(start, cursor.offset);
    if (cursor.offset < cursor.documents.length) return { id, documents };
    this.#open.delete(id.toString());
    return { id: Long.ZERO, documents };
  }

  kill(id: Long): boolean {
    return this.#open.delete(id.toString());
  }

  get count(): number {
    return this.#open.size;
  }

  #forgetIdle(): void {
    const oldest = Date.now() - idleMs;
    for (const [id, cursor] of this.#open) if (cursor.touchedMs < oldest) this.#open.delete(id);
  }
}

/** How far a batch reaches: at most `count` documents and 16 MiB, but one document at least. */
function endOfBatch(documents: readonly Uint8Array[], start: number, count: number): number {
  let bytes = 0;
  let end = start;
  while (end < documents.length && end - start < count) {
    bytes += documents[end]?.length ?? 0;
    if (bytes > maxDocumentBytes && end > start) break;
    end++;
  }
  return end;
}
