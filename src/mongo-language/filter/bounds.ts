import type { Document } from 'bson';
import type { Collation } from '../values/collation.js';
import { entriesOf, isIndex } from '../values/document.js';
import { isDocument } from '../values/values.js';
import { type Conjunct, conjunctsOf } from './conjuncts.js';
import { everything, type Interval, intersection } from './intervals.js';
import { isOperators } from './operators.js';

/**
 * By path the conditions that must hold on it, one by one: only where no array is on the path may they be intersected.
 */
export type Bounds = ReadonlyMap<string, readonly Conjunct[]>;

/**
 * What a filter demands of the keys of single paths, for a planner. What stands under `$or`, `$nor`, `$not` and `$expr`
 * is not in it, nor are paths with a part that is a number, whose keys are not what the query's own walk reaches.
 */
export function boundsOf(filter: Document, collation?: Collation): Bounds {
  const found = new Map<string, Conjunct[]>();
  collect(filter, '', found, collation);
  return found;
}

/**
 * The conjuncts of a path as one union of intervals; several are met only where `multikey` is false, else the narrowest
 * is taken.
 */
export function intervalsOf(
  conjuncts: readonly Conjunct[],
  multikey: boolean,
  collation?: Collation,
): readonly Interval[] {
  const [first, ...others] = conjuncts.toSorted((a, b) => widthOf(a) - widthOf(b)).map(({ intervals }) => intervals);
  if (!first) return [everything];
  return multikey ? first : others.reduce((met, next) => intersection(met, next, collation), first);
}

/** Points before half-open ranges before ranges that a type closes; a guess without statistics. */
function widthOf({ intervals }: Conjunct): number {
  return intervals.reduce((sum, { low, high }) => sum + (low === high ? 1 : low === everything.low ? 1e6 : 1000), 0);
}

function collect(filter: Document, prefix: string, found: Map<string, Conjunct[]>, collation: Collation | undefined) {
  for (const [name, condition] of entriesOf(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const branch of condition) if (isDocument(branch)) collect(branch, prefix, found, collation);
    } else if (!name.startsWith('$')) {
      const path = `${prefix}${name}`;
      if (path.split('.').some((part) => part === '' || isIndex(part))) continue;
      const operators: Document = isOperators(condition) ? condition : { $eq: condition };
      for (const conjunct of conjunctsOf(operators, collation)) add(found, path, conjunct);
      if (isDocument(operators.$elemMatch)) collectMembers(operators.$elemMatch, path, found, collation);
    }
  }
}

function add(found: Map<string, Conjunct[]>, path: string, conjunct: Conjunct): void {
  const old = found.get(path);
  if (old) old.push(conjunct);
  else found.set(path, [conjunct]);
}

/** All that `$elemMatch` says of one path holds of one member, so that it is one conjunct. */
function collectMembers(condition: Document, path: string, found: Map<string, Conjunct[]>, collation?: Collation) {
  if (isOperators(condition) && !('$and' in condition || '$or' in condition || '$nor' in condition)) {
    const conjuncts = conjunctsOf(condition, collation, true);
    if (conjuncts.length > 0) add(found, path, together(conjuncts, collation));
    return;
  }
  const inside = new Map<string, Conjunct[]>();
  collect(condition, `${path}.`, inside, collation);
  for (const [inner, conjuncts] of inside) for (const conjunct of conjuncts) add(found, inner, inexact(conjunct));
}

const inexact = (conjunct: Conjunct): Conjunct => ({ ...conjunct, exact: false });

function together(conjuncts: readonly Conjunct[], collation: Collation | undefined): Conjunct {
  return {
    intervals: conjuncts.map(({ intervals }) => intervals).reduce((met, next) => intersection(met, next, collation)),
    exact: false,
    impliesExists: true,
    holdsStrings: conjuncts.some(({ holdsStrings }) => holdsStrings),
  };
}
