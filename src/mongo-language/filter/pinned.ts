import { BSONRegExp, type Document } from 'bson';
import { isOperators } from './operators.js';

/**
 * The paths that a filter pins to a few values: `{a: 1}`, `{a: {$eq: 1}}`, `{a: {$in: [1, 2]}}`, also inside `$and`.
 * Only values that a hash index can look up; null, regular expressions and arrays are left to the scan.
 */
export function equalityCandidates(filter: Document): ReadonlyMap<string, readonly unknown[]> {
  const found = new Map<string, readonly unknown[]>();
  const lookUp = (value: unknown) =>
    value !== null && value !== undefined && !Array.isArray(value) && !(value instanceof BSONRegExp);
  for (const [key, condition] of Object.entries(filter)) {
    if (key === '$and' && Array.isArray(condition)) {
      for (const branch of condition) for (const [path, values] of equalityCandidates(branch)) found.set(path, values);
    } else if (!key.startsWith('$')) {
      const wanted = isOperators(condition) ? ('$eq' in condition ? [condition.$eq] : condition.$in) : [condition];
      if (Array.isArray(wanted) && wanted.every(lookUp)) found.set(key, wanted);
    }
  }
  return found;
}
