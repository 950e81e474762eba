import type { Document } from 'bson';
import type { Collation } from '../values/collation.js';
import { entriesOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { equal } from '../values/order.js';
import { isDocument, isNumber, toJsNumber } from '../values/values.js';
import { type Bounds, boundsOf } from './bounds.js';
import { contains } from './intervals.js';
import { isOperators } from './operators.js';

const allowed = new Set(['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$exists', '$type']);

/** Throws CannotCreateIndex (67) for what mongod does not take in a `partialFilterExpression`. */
export function checkPartialFilter(filter: Document): void {
  for (const [name, condition] of entriesOf(filter)) {
    if (name === '$comment') continue;
    if ((name === '$and' || name === '$or') && Array.isArray(condition)) {
      for (const branch of condition) if (isDocument(branch)) checkPartialFilter(branch);
    } else if (name.startsWith('$')) {
      throw notInPartial(name);
    } else if (isOperators(condition)) {
      for (const [operator, argument] of entriesOf(condition)) {
        const isAbsence = operator === '$exists' && !truth(argument);
        if (!allowed.has(operator) || isAbsence) throw notInPartial(isAbsence ? '$exists: false' : operator);
      }
    } else if ((condition as { _bsontype?: string } | null)?._bsontype === 'BSONRegExp') {
      throw notInPartial('$regex');
    }
  }
}

const truth = (value: unknown) => value !== false && value !== null && !(isNumber(value) && toJsNumber(value) === 0);

const notInPartial = (what: string) => new MongoError(67, `Expression not supported in partial index: ${what}`);

/**
 * Does everything that `filter` matches also match `partial`, as far as can be told from the two? Then a partial index
 * holds all of it.
 */
export function implies(filter: Document, partial: Document, collation?: Collation): boolean {
  const alternatives = branchesOf(filter);
  if (alternatives) {
    const { $or: _branches, ...others } = filter;
    return alternatives.every((branch) => implies({ $and: [branch, others] }, partial, collation));
  }
  const bounds = boundsOf(filter, collation);
  return entriesOf(partial).every(([name, condition]) => {
    if (name === '$comment') return true;
    const branches = Array.isArray(condition) ? condition.filter(isDocument) : [];
    if (name === '$and') return branches.every((branch) => implies(filter, branch, collation));
    if (name === '$or') return branches.some((branch) => implies(filter, branch, collation));
    const operators = isOperators(condition) ? entriesOf(condition) : [['$eq', condition] as const];
    return operators.every(([operator, argument]) =>
      impliesOne(filter, bounds, name, { [operator]: argument }, collation),
    );
  });
}

function branchesOf(filter: Document): Document[] | undefined {
  return Array.isArray(filter.$or) && filter.$or.length > 0 ? filter.$or.filter(isDocument) : undefined;
}

function impliesOne(filter: Document, bounds: Bounds, path: string, wanted: Document, collation?: Collation): boolean {
  if (says(filter, path, wanted)) return true;
  const conjuncts = bounds.get(path) ?? [];
  if ('$exists' in wanted) return conjuncts.some(({ impliesExists }) => impliesExists);
  const [target] = boundsOf({ [path]: wanted }, collation).get(path) ?? [];
  if (!target?.exact) return false;
  return conjuncts.some(({ intervals }) => contains(target.intervals, intervals, collation));
}

/** Does the filter hold this very condition? */
function says(filter: Document, path: string, wanted: Document): boolean {
  return entriesOf(filter).some(([name, condition]) => {
    if (name === '$and' && Array.isArray(condition))
      return condition.some((branch) => isDocument(branch) && says(branch, path, wanted));
    if (name !== path) return false;
    const operators: Document = isOperators(condition) ? condition : { $eq: condition };
    const [[operator = '', argument] = []] = entriesOf(wanted);
    return Object.hasOwn(operators, operator) && equal(operators[operator], argument);
  });
}
