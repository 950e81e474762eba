import { Int32 } from 'bson';
import { NotSupported } from '../../mongo-language/values/errors.js';

/**
 * So many features are told apart: a name may hold something of the client's own, and the client is not to fill the
 * memory.
 */
const maxFeatures = 100;

/**
 * What this server has refused since it started, by feature: mongoose and its like swallow such errors, so that a
 * report must tell of them.
 */
export class Refusals {
  readonly #counts = new Map<string, number>();

  /** Counts an error that is a refusal. */
  note(error: unknown): void {
    if (!(error instanceof NotSupported)) return;
    const isKnown = this.#counts.has(error.feature) || this.#counts.size < maxFeatures;
    const name = isKnown ? error.feature : 'others';
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  counts(): Readonly<Record<string, Int32>> {
    return Object.fromEntries([...this.#counts].map(([feature, count]) => [feature, new Int32(count)]));
  }
}
