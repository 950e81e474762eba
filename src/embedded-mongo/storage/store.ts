import { MongoError } from '../../mongo-language/values/errors.js';
import { Collection } from './collection.js';
import { type CollectionOptions, plainCollection } from './collection-options.js';

/** All databases of the server, in memory. */
export class Store {
  readonly #databases = new Map<string, Map<string, Collection>>();

  databaseNames(): string[] {
    return [...this.#databases.keys()].toSorted();
  }

  /** Of every database. */
  *allCollections(): Generator<Collection> {
    for (const collections of this.#databases.values()) yield* collections.values();
  }

  collections(database: string): readonly (readonly [name: string, collection: Collection])[] {
    return [...(this.#databases.get(database) ?? [])];
  }

  find(database: string, name: string): Collection | undefined {
    return this.#databases.get(database)?.get(name);
  }

  /** The collection, made when it is not there yet. Throws InvalidNamespace. */
  obtain(database: string, name: string, options: CollectionOptions = plainCollection): Collection {
    const found = this.find(database, name);
    if (found) return found;
    refuseName(database, name);
    const made = new Collection(`${database}.${name}`, options);
    this.#put(database, name, made);
    return made;
  }

  /** Puts a collection in the place of whatever has its name. */
  replace(database: string, name: string, collection: Collection): void {
    this.#put(database, name, collection);
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

  #put(database: string, name: string, collection: Collection): void {
    const collections = this.#databases.get(database) ?? new Map<string, Collection>();
    this.#databases.set(database, collections.set(name, collection));
  }
}

/** Throws InvalidNamespace for names that no collection may have. */
function refuseName(database: string, name: string): void {
  const isValid =
    name !== '' &&
    !name.includes('$') &&
    !name.includes('\0') &&
    !name.startsWith('.') &&
    !name.endsWith('.') &&
    !name.startsWith('system.') &&
    Buffer.byteLength(`${database}.${name}`) <= longestNamespace;
  if (!isValid) throw new MongoError(73, `Invalid namespace specified '${database}.${name}'`);
}

const longestNamespace = 255;
