import { MongoError } from '../../mongo-language/values/errors.js';
import { Collection } from './collection.js';

/** All databases of the server, in memory. */
export class Store {
  readonly #databases = new Map<string, Map<string, Collection>>();

  databaseNames(): string[] {
    return [...this.#databases.keys()].toSorted();
  }

  collections(database: string): readonly (readonly [name: string, collection: Collection])[] {
    return [...(this.#databases.get(database) ?? [])];
  }

  find(database: string, name: string): Collection | undefined {
    return this.#databases.get(database)?.get(name);
  }

  /** The collection, made when it is not there yet. Throws InvalidNamespace. */
  obtain(database: string, name: string): Collection {
    const found = this.find(database, name);
    if (found) return found;
    if (
      name === '' ||
      name.includes('$') ||
      name.includes('\0') ||
      name.startsWith('.') ||
      name.startsWith('system.')
    ) {
      throw new MongoError(73, `Invalid namespace specified '${database}.${name}'`);
    }
    const made = new Collection(`${database}.${name}`);
    const collections = this.#databases.get(database) ?? new Map<string, Collection>();
    this.#databases.set(database, collections.set(name, made));
    return made;
  }

  /** Puts documents in the place of a collection's own, under the same indexes; all of them or, when one is refused, none. */
  replace(database: string, name: string, documents: readonly Uint8Array[]): void {
    const old = this.obtain(database, name);
    const made = new Collection(old.namespace);
    for (const { spec } of old.indexes.slice(1)) made.createIndex(spec);
    for (const bytes of documents) made.insert(bytes);
    this.#databases.get(database)?.set(name, made);
  }

  drop(database: string, name: string): boolean {
    const collections = this.#databases.get(database);
    const dropped = collections?.delete(name) ?? false;
    if (collections?.size === 0) this.#databases.delete(database);
    return dropped;
  }

  dropDatabase(database: string): boolean {
    return this.#databases.delete(database);
  }
}
