import { BSONRegExp, type Document } from 'bson';
import { type Bounds, boundsOf } from '../../mongo-language/filter/bounds.js';
import { isOperators } from '../../mongo-language/filter/operators.js';
import { implies } from '../../mongo-language/filter/partial.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { keyOf } from '../../mongo-language/values/key.js';
import type { Collection } from '../storage/collection.js';
import type { OrderedIndex } from '../storage/ordered-index.js';
import { boundsIn, type IndexBounds, isAll, sameCollation } from './index-bounds.js';
import { type GivenOrder, orderGiven } from './index-order.js';
import type { IndexAccess, Plan } from './plan.js';
import type { Query } from './query.js';
import { noCounts, scanIndex } from './scan.js';

interface Candidate {
  readonly access: IndexAccess;
  readonly isOrdered: boolean;
  /** How many fields are bound, from the first on. */
  readonly boundFields: number;
}

/**
 * How to answer a query. Of several indexes the one with the fewest keys to read is taken, as far as a short trial
 * shows it; with as many on both sides, one that also gives the order; then the one that binds more fields; then the
 * older one.
 */
export function choosePlan(collection: Collection | undefined, query: Query): Plan {
  if (!collection) return { access: { kind: 'nothing' }, isOrdered: true };
  const whole = {
    access: { kind: 'collection', backwards: query.natural === 'backwards' },
    isOrdered: query.order === undefined,
  } as const;
  if (query.natural) return whole;
  const bounds = boundsOf(query.filter, query.collation);
  if (query.hint !== undefined) {
    const index = hintedIndex(collection, query.hint);
    return candidate(index, bounds, query) ?? wholeIndex(index, query);
  }
  const id = idOf(query, collection);
  if (id !== undefined) return { access: { kind: 'id', id }, isOrdered: true };
  const found = collection.indexes
    .filter((index) => isUsable(index, query, bounds))
    .flatMap((index) => candidate(index, bounds, query) ?? []);
  const worthwhile = withoutBeaten(found);
  return (worthwhile.length > 1 ? bestOf(worthwhile) : worthwhile[0]) ?? whole;
}

/** An index that only gives the order cannot be better than one that also binds something. */
function withoutBeaten(candidates: readonly Candidate[]): readonly Candidate[] {
  const isBest = candidates.some(({ isOrdered, boundFields }) => isOrdered && boundFields > 0);
  return isBest ? candidates.filter(({ boundFields }) => boundFields > 0) : candidates;
}

/** The `_id` of a query that asks for one value of it and for nothing else. */
function idOf({ filter, collation }: Query, collection: Collection): unknown {
  const { _id: condition, ...others } = filter;
  if (Object.keys(others).length > 0 || !sameCollation(collation, collection.collation)) return undefined;
  const value = isOperators(condition) && Object.keys(condition).length === 1 ? condition.$eq : condition;
  const isPlain = value !== null && !isOperators(value) && !(value instanceof BSONRegExp) && !Array.isArray(value);
  return isPlain ? value : undefined;
}

/** May the index answer the query by itself: does it hold every document that the query matches? */
function isUsable({ spec, pattern }: OrderedIndex, { filter, collation }: Query, bounds: Bounds): boolean {
  if (spec.hidden) return false;
  if (spec.sparse && !pattern.some(({ path }) => bounds.get(path)?.some(({ impliesExists }) => impliesExists)))
    return false;
  return spec.partialFilterExpression === undefined || implies(filter, spec.partialFilterExpression, collation);
}

/** The index that a hint names. Throws BadValue for one that there is not. */
function hintedIndex(collection: Collection, hint: string | Document): OrderedIndex {
  const found = collection.indexes.find(({ spec }) =>
    typeof hint === 'string' ? spec.name === hint : keyOf(spec.key) === keyOf(hint),
  );
  if (found && !found.spec.hidden) return found;
  throw new MongoError(
    2,
    'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
  );
}

/** What an index can do for a query: bind its first field, or give the order. Undefined for neither. */
function candidate(index: OrderedIndex, bounds: Bounds, query: Query): Candidate | undefined {
  const own = boundsIn(index, bounds, query.collation);
  const firstOpen = own.findIndex(isAll);
  const boundFields = firstOpen < 0 ? own.length : firstOpen;
  const order = givenOrder(index, own, query);
  if (boundFields === 0 && !(order && query.order)) return undefined;
  return {
    access: { kind: 'index', index, bounds: own, ...(order ?? { backwards: false, merged: 0 }) },
    isOrdered: order !== undefined,
    boundFields,
  };
}

function givenOrder(index: OrderedIndex, bounds: IndexBounds, { order, collation }: Query): GivenOrder | undefined {
  if (order === undefined) return { backwards: false, merged: 0 };
  return sameCollation(index.spec.collation, collation) ? orderGiven(index, bounds, order) : undefined;
}

/** An index that is hinted at is read from end to end where the query binds nothing of it. */
function wholeIndex(index: OrderedIndex, query: Query): Plan {
  const bounds = boundsIn(index, new Map(), undefined);
  const access = { kind: 'index', index, bounds, backwards: false, merged: 0 } as const;
  return { access, isOrdered: query.order === undefined };
}

/** mongod stops its trials at the first plan with so many results. */
const trialKeys = 101;

function bestOf(candidates: readonly Candidate[]): Candidate | undefined {
  const judged = candidates.map((one) => ({ one, keys: keysUpTo(one.access, trialKeys) }));
  judged.sort(
    (a, b) =>
      a.keys - b.keys || Number(b.one.isOrdered) - Number(a.one.isOrdered) || b.one.boundFields - a.one.boundFields,
  );
  return judged[0]?.one;
}

function keysUpTo(access: IndexAccess, most: number): number {
  const counts = noCounts();
  for (const _ of scanIndex(access, counts)) if (counts.keys >= most) break;
  return Math.min(counts.keys, most);
}
