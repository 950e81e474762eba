import type { Document } from 'bson';
import { compileFilter, type Predicate } from '../filter/filter.js';
import { matchedIndex } from '../filter/positional.js';
import { valueAt } from '../path/path.js';
import { MongoError } from '../values/errors.js';
import { isDocument } from '../values/values.js';

/** What the operators in paths are read with. */
interface PathOptions {
  readonly filter: Document;
  readonly arrayFilters: readonly Document[];
}

/** The paths that `a.$[].b`, `a.$[x].b` and `a.$.b` stand for in this document. */
export function concretePaths(document: Document, path: string, options: PathOptions): string[][] {
  let paths: string[][] = [[]];
  for (const part of path.split('.')) {
    paths = paths.flatMap((parts) =>
      part.startsWith('$') ? expand(document, parts, part, options) : [[...parts, part]],
    );
  }
  return paths;
}

function expand(document: Document, parts: readonly string[], part: string, options: PathOptions): string[][] {
  const place = parts.join('.');
  const members = valueAt(document, parts);
  if (!Array.isArray(members)) {
    if (part === '$') throw new MongoError(2, 'The positional operator did not find the match needed from the query.');
    throw new MongoError(2, `The path '${place}' must exist in the document in order to apply array updates.`);
  }
  if (part === '$') return [[...parts, String(matchedIndex(document, parts, members, options.filter))]];
  const identifier = /^\$\[(\w*)\]$/.exec(part)?.[1];
  if (identifier === undefined)
    throw new MongoError(52, `The dollar ($) prefixed field '${part}' in '${place}.${part}' is not valid for storage.`);
  const matches = identifier === '' ? () => true : arrayFilter(identifier, options.arrayFilters, place);
  return members.flatMap((member, index) => (matches({ [identifier]: member }) ? [[...parts, String(index)]] : []));
}

/** The name that an array filter is about: `x` of `{'x.a': 1}`, also inside `$and` and `$or`. */
function identifierOf(filter: Document): string {
  const [key = '', condition] = Object.entries(filter)[0] ?? [];
  return key.startsWith('$') && Array.isArray(condition) ? identifierOf(condition[0]) : (key.split('.')[0] ?? '');
}

function arrayFilter(identifier: string, filters: readonly Document[], place: string): Predicate {
  const filter = filters.find((candidate) => identifierOf(candidate) === identifier);
  if (!filter)
    throw new MongoError(2, `No array filter found for identifier '${identifier}' in path '${place}.$[${identifier}]'`);
  return compileFilter(filter);
}

/** mongod's: an array filter that no path uses is a mistake. */
export function refuseUnusedFilters(update: Document, filters: readonly Document[]): void {
  const paths = Object.values(update).flatMap((fields) => (isDocument(fields) ? Object.keys(fields) : []));
  for (const identifier of filters.map(identifierOf)) {
    if (!paths.some((path) => path.split('.').includes(`$[${identifier}]`)))
      throw new MongoError(9, `The array filter for identifier '${identifier}' was not used in the update`);
  }
}
