import type { Document } from 'bson';
import type { Collation } from '../values/collation.js';
import { fieldOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { isDocument } from '../values/values.js';
import { absent, follow, type Position, positionIn } from './follow.js';
import { compareKeys, type KeyPattern } from './key-order.js';

/**
 * One entry of an index or one candidate of a sort: a value per field of the pattern. An empty array is `undefined`,
 * what is missing is null.
 */
export type Key = readonly unknown[];

export interface Keys {
  /** Distinct, in the order of the pattern. Empty only where `sparse` leaves the document out. */
  readonly keys: readonly Key[];
  /** Which fields of the pattern led through an array that was taken apart; undefined where none did. */
  readonly multikey: readonly boolean[] | undefined;
}

/** How far a field of the pattern has been followed: the parts of its path that are left begin at `depth`. */
interface Walk {
  readonly depths: number[];
  readonly values: unknown[];
  readonly missing: number;
}

/**
 * Compiles the one generator of keys, for indexes and for sorts: document → keys. An array on a path gives one key per
 * member; two arrays that are not one and the same throw CannotIndexParallelArrays (171). A numeric part of a path
 * names a member of an array, which is then not taken apart. The rules are those of mongod's btree_key_generator.cpp.
 */
export function compileKeys(
  pattern: KeyPattern,
  { sparse = false, collation }: { sparse?: boolean; collation?: Collation | undefined } = {},
): (document: Document) => Keys {
  const paths = pattern.map(({ path }) => path.split('.'));
  const order = compareKeys(pattern, collation);
  const simple = paths.every((parts) => parts.length === 1) ? pattern.map(({ path }) => path) : undefined;
  return (document) => {
    const plain = simple && plainKey(document, simple, sparse);
    if (plain) return plain;
    const found = new Generator(paths, sparse);
    found.expand(document, { depths: paths.map(() => 0), values: [], missing: 0 }, []);
    return { keys: distinct(found.keys, order), multikey: found.multikey };
  };
}

/** The one key of a document in which the fields are at the top and none is an array; undefined for others. */
function plainKey(document: Document, names: readonly string[], sparse: boolean): Keys | undefined {
  const key: unknown[] = [];
  let missing = 0;
  for (const name of names) {
    const value = fieldOf(document, name);
    if (Array.isArray(value)) return undefined;
    if (value === undefined) missing++;
    key.push(value ?? null);
  }
  return { keys: sparse && missing === names.length ? [] : [key], multikey: undefined };
}

function distinct(keys: Key[], order: (a: Key, b: Key) => number): readonly Key[] {
  if (keys.length < 2) return keys;
  return keys.sort(order).filter((key, index) => index === 0 || order(keys[index - 1] ?? [], key) !== 0);
}

class Generator {
  readonly keys: Key[] = [];
  multikey: boolean[] | undefined;
  readonly #paths: readonly (readonly string[])[];
  readonly #sparse: boolean;

  constructor(paths: readonly (readonly string[])[], sparse: boolean) {
    this.#paths = paths;
    this.#sparse = sparse;
  }

  /** Follows every field that is not at its end yet, then takes apart the array that was met. */
  expand(document: Document, start: Walk, positions: readonly (Position | undefined)[]): void {
    const walk = { depths: [...start.depths], values: [...start.values], missing: start.missing };
    let array: readonly unknown[] | undefined;
    let arrayName = '';
    let isNested = false;
    const inArray: number[] = [];
    for (const [field, parts] of this.#paths.entries()) {
      if (walk.depths[field] === parts.length) continue;
      const { value, depth, nested } = this.#next(document, parts, walk.depths[field] ?? 0, positions[field]);
      walk.depths[field] = depth;
      if (value === absent) {
        walk.values[field] = null;
        walk.missing++;
      } else if (Array.isArray(value)) {
        const name = parts[depth - 1] ?? '';
        if (array !== undefined && array !== value)
          throw new MongoError(171, `cannot index parallel arrays [${name}] [${arrayName}]`);
        array = value;
        arrayName = name;
        isNested ||= nested;
        inArray.push(field);
      } else {
        walk.values[field] = value;
      }
    }
    if (array) this.#takeApart(array, walk, inArray, isNested);
    else if (!this.#sparse || walk.missing < this.#paths.length) this.keys.push(walk.values);
  }

  #next(document: Document, parts: readonly string[], depth: number, position: Position | undefined) {
    const first = parts[depth] ?? '';
    if (!Object.hasOwn(document, first)) {
      if (position === undefined) return { value: absent, depth: parts.length, nested: false };
      return { value: position.found, depth: position.depth, nested: Array.isArray(position.member) };
    }
    if (position !== undefined)
      throw new MongoError(
        16746,
        `Ambiguous field name found in array (do not use numeric field names in embedded elements in an array), field: '${first}'`,
      );
    return { ...follow(document, parts, depth), nested: false };
  }

  #takeApart(array: readonly unknown[], walk: Walk, inArray: readonly number[], isNested: boolean): void {
    const positions = this.#paths.map((parts, field) =>
      inArray.includes(field) ? positionIn(array, parts, walk.depths[field] ?? 0) : undefined,
    );
    for (const field of inArray) {
      if (positions[field] === undefined && !(isNested && walk.depths[field] === this.#paths[field]?.length)) {
        this.multikey ??= this.#paths.map(() => false);
        this.multikey[field] = true;
      }
    }
    // An empty array counts as one member that is not there: `undefined` where the path ends at it, null where it goes
    // on.
    for (const member of array.length === 0 ? [undefined] : array) {
      const values = [...walk.values];
      for (const field of inArray) {
        if (walk.depths[field] === this.#paths[field]?.length)
          values[field] = isNested && array.length > 0 ? array : member;
      }
      this.expand(isDocument(member) ? member : {}, { ...walk, values }, positions);
    }
  }
}
