import { Binary, Decimal128, type Document, Double, Int32, Long, MaxKey, MinKey, ObjectId } from 'bson';

// MongoDB's query language said as plainly as it can be, slow and without any code of the server: what the random tests
// compare with. A missing value is `undefined`.

const isNumber = (value: unknown) =>
  value instanceof Int32 || value instanceof Double || value instanceof Decimal128 || value instanceof Long;
const isPlain = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The number of the type in MongoDB's order, and its name for `$type`. */
function typeOf(value: unknown): readonly [rank: number, alias: string] {
  if (value instanceof MinKey) return [0, 'minKey'];
  if (value === undefined) return [1, 'missing'];
  if (value === null) return [1, 'null'];
  if (value instanceof Int32) return [2, 'int'];
  if (value instanceof Long) return [2, 'long'];
  if (value instanceof Double) return [2, 'double'];
  if (value instanceof Decimal128) return [2, 'decimal'];
  if (typeof value === 'string') return [3, 'string'];
  if (isPlain(value)) return [4, 'object'];
  if (Array.isArray(value)) return [5, 'array'];
  if (value instanceof Binary) return [6, 'binData'];
  if (value instanceof ObjectId) return [7, 'objectId'];
  if (typeof value === 'boolean') return [8, 'bool'];
  if (value instanceof Date) return [9, 'date'];
  if (value instanceof MaxKey) return [10, 'maxKey'];
  throw new Error(`the model has no ${String(value)}`);
}

/** The tests use halves alone, so that twice a number is whole. */
const twice = (value: unknown) =>
  value instanceof Long ? BigInt(String(value)) * 2n : BigInt(Number(String(value)) * 2);
const isNaNumber = (value: unknown) => isNumber(value) && Number.isNaN(Number(String(value)));

const sign = (a: string | number | bigint, b: string | number | bigint) => (a < b ? -1 : a > b ? 1 : 0);

export function compare(a: unknown, b: unknown): number {
  const [rank] = typeOf(a);
  const byType = rank - typeOf(b)[0];
  if (byType !== 0) return byType;
  if (isNumber(a)) {
    if (isNaNumber(a) || isNaNumber(b)) return Number(isNaNumber(b)) - Number(isNaNumber(a));
    return sign(twice(a), twice(b));
  }
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  if (isPlain(a)) return compareLists(Object.entries(a), Object.entries(b as Document), compareFields);
  if (Array.isArray(a)) return compareLists(a, b as unknown[], compare);
  if (a instanceof Binary) {
    const other = b as Binary;
    return a.position - other.position || a.sub_type - other.sub_type || Buffer.compare(a.value(), other.value());
  }
  if (a instanceof ObjectId) return sign(a.toHexString(), (b as ObjectId).toHexString());
  if (typeof a === 'boolean' || a instanceof Date) return sign(Number(a), Number(b));
  return 0;
}

type Field = [name: string, value: unknown];

function compareFields([aName, a]: Field, [bName, b]: Field): number {
  return typeOf(a)[0] - typeOf(b)[0] || sign(aName, bName) || compare(a, b);
}

function compareLists<T>(a: readonly T[], b: readonly T[], compareMembers: (x: T, y: T) => number): number {
  for (const [index, member] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareMembers(member, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const equal = (a: unknown, b: unknown) => compare(a, b) === 0;

/**
 * A value that a path leads to. `whole` is one that the path names by its place in an array: its own members do not
 * count.
 */
interface Reached {
  readonly value: unknown;
  readonly whole: boolean;
}

/** Every value that a path leads to, also through the members of arrays. */
function reach(value: unknown, parts: readonly string[]): Reached[] {
  const [part, ...rest] = parts;
  if (part === undefined) return [{ value, whole: false }];
  if (isPlain(value)) return part in value ? reach(value[part], rest) : [{ value: undefined, whole: false }];
  if (!Array.isArray(value)) return [{ value: undefined, whole: false }];
  return value.flatMap((member, index) => [
    ...(isPlain(member) ? reach(member, parts) : []),
    ...(part === String(index) ? reachPlace(member, rest) : []),
  ]);
}

/** What lies behind a place in an array; nothing in what is neither a document nor an array. */
function reachPlace(value: unknown, rest: readonly string[]): Reached[] {
  if (rest.length === 0) return [{ value, whole: true }];
  return isPlain(value) || Array.isArray(value) ? reach(value, rest) : [];
}

export function matches(document: Document, filter: Document): boolean {
  return Object.entries(filter).every(([key, condition]) => {
    if (key === '$and') return condition.every((branch: Document) => matches(document, branch));
    if (key === '$or') return condition.some((branch: Document) => matches(document, branch));
    if (key === '$nor') return !condition.some((branch: Document) => matches(document, branch));
    return holds(reach(document, key.split('.')), condition);
  });
}

function holds(values: readonly Reached[], condition: unknown): boolean {
  if (!isPlain(condition) || !Object.keys(condition)[0]?.startsWith('$')) return holds(values, { $eq: condition });
  return Object.entries(condition).every(([operator, argument]) => operators[operator]?.(values, argument) === true);
}

/** Does a value pass, or a member of it? */
const some = (values: readonly Reached[], test: (value: unknown) => boolean) =>
  values.some(({ value, whole }) => test(value) || (!whole && Array.isArray(value) && value.some(test)));

function ranked(accept: (order: number) => boolean) {
  return (values: readonly Reached[], argument: unknown) =>
    some(values, (value) => {
      if (typeOf(value)[0] !== typeOf(argument)[0]) return false;
      if (isNaNumber(value) !== isNaNumber(argument)) return false;
      return accept(compare(value, argument));
    });
}

type Operator = (values: readonly Reached[], argument: unknown) => boolean;

const operators: Record<string, Operator> = {
  $eq: (values, wanted) => some(values, (value) => equal(value, wanted)),
  $ne: (values, wanted) => !some(values, (value) => equal(value, wanted)),
  $in: (values, list) => (list as unknown[]).some((wanted) => some(values, (value) => equal(value, wanted))),
  $nin: (values, list) => !(list as unknown[]).some((wanted) => some(values, (value) => equal(value, wanted))),
  $gt: ranked((order) => order > 0),
  $gte: ranked((order) => order >= 0),
  $lt: ranked((order) => order < 0),
  $lte: ranked((order) => order <= 0),
  $exists: (values, wanted) => values.some(({ value }) => value !== undefined) === wanted,
  $type: (values, alias) =>
    some(values, (value) => typeOf(value)[1] === alias || (alias === 'number' && isNumber(value))),
  $size: (values, size) => values.some(({ value }) => Array.isArray(value) && value.length === Number(size)),
  $all: (values, list) =>
    (list as unknown[]).length > 0 &&
    (list as unknown[]).every((wanted) => some(values, (value) => equal(value, wanted))),
  $not: (values, condition) => !holds(values, condition),
  $elemMatch: (values, condition) =>
    values.some(
      ({ value }) =>
        Array.isArray(value) &&
        value.some((member) =>
          Object.keys(condition as Document)[0]?.startsWith('$')
            ? holds([{ value: member, whole: true }], condition)
            : // An array is here a document with the fields 0, 1, 2 and so on.
              (isPlain(member) || Array.isArray(member)) && matches({ ...member }, condition as Document),
        ),
    ),
};

/** The order of two values in an expression, where a missing one comes before null. */
export function compareInExpression(a: unknown, b: unknown): number {
  const rank = (value: unknown) => (value === undefined ? 0.5 : typeOf(value)[0]);
  return rank(a) - rank(b) || compare(a, b);
}

/** What stands for an empty array in an index and a sort; it comes before null. */
const empty = Symbol('an empty array');

/** The values under which an index has a document: each member of an array, null for what is missing. */
function keyValues(value: unknown, parts: readonly string[]): unknown[] {
  const [part, ...rest] = parts;
  if (part === undefined) {
    if (!Array.isArray(value)) return [value ?? null];
    return value.length === 0 ? [empty] : value;
  }
  if (isPlain(value)) return keyValues(value[part], rest);
  if (!Array.isArray(value) || value.length === 0) return [null];
  const place = /^\d+$/.test(part) ? value[Number(part)] : undefined;
  if (place === undefined) return value.flatMap((member) => (isPlain(member) ? keyValues(member, parts) : [null]));
  // A place in an array is taken as it is.
  if (rest.length === 0) return Array.isArray(place) && place.length === 0 ? [empty] : [place];
  return keyValues(place, rest);
}

/** Would a unique index on a path hold? */
export function clash(a: Document, b: Document, path: string): boolean {
  const [own, others] = [a, b].map((document) => keyValues(document, path.split('.')).map(withRank)) as [
    Ranked[],
    Ranked[],
  ];
  return own.some((key) => others.some((other) => compareKeys(key, other) === 0));
}

type Ranked = readonly [rank: number, value: unknown];
const withRank = (key: unknown): Ranked => (key === empty ? [0.5, null] : [typeOf(key)[0], key]);

/** What a document is sorted by: the least of its keys, or the greatest. */
function sortKey(document: Document, path: string, direction: number): Ranked {
  const keys = keyValues(document, path.split('.')).map(withRank);
  return keys.toSorted((a, b) => compareKeys(a, b) * direction)[0] ?? [1, null];
}

function compareKeys(a: Ranked, b: Ranked): number {
  return Number(a[0]) - Number(b[0]) || compare(a[1] ?? null, b[1] ?? null);
}

export function sorted(documents: readonly Document[], spec: Readonly<Record<string, number>>): Document[] {
  return documents.toSorted((a, b) => {
    for (const [path, direction] of Object.entries(spec)) {
      const order = compareKeys(sortKey(a, path, direction), sortKey(b, path, direction)) * direction;
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** A projection that names fields at the top and one level below, all to stay or all to go. */
export function project(document: Document, spec: Readonly<Record<string, 0 | 1>>): Document {
  const { _id = 1, ...others } = spec;
  const keeps = Object.values(others).includes(1);
  const cut = (value: unknown, path: string): unknown => {
    if (path in others) return keeps ? value : undefined;
    const isOnTheWay = Object.keys(others).some((other) => other.startsWith(`${path}.`));
    if (!isOnTheWay) return keeps ? undefined : value;
    return cutBelow(value, path);
  };
  const cutBelow = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((member) => cutBelow(member, path)).filter((kept) => kept !== undefined);
    if (!isPlain(value)) return keeps ? undefined : value;
    const fields = Object.entries(value).map(([name, member]) => [name, cut(member, `${path}.${name}`)] as const);
    return Object.fromEntries(fields.filter(([, kept]) => kept !== undefined));
  };
  const fields = Object.entries(document).map(
    ([name, value]) => [name, name === '_id' ? (_id === 1 ? value : undefined) : cut(value, name)] as const,
  );
  return Object.fromEntries(fields.filter(([, kept]) => kept !== undefined));
}
