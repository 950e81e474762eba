import type { Document } from 'bson';
import { editAt } from '../path/edit.js';
import { MongoError } from '../values/errors.js';
import { isDocument } from '../values/values.js';
import { compileFilter } from './filter.js';

const unknownPosition = () =>
  new MongoError(2, 'The positional operator did not find the match needed from the query.');

/** Which member of an array a query matched: the first for which it still matches when the array holds that member alone. */
export function matchedIndex(
  document: Document,
  parts: readonly string[],
  members: readonly unknown[],
  query: Document,
): number {
  const root = parts[0] ?? '';
  const mentions = (part: Document): boolean =>
    Object.entries(part).some(
      ([key, value]) =>
        key === root ||
        key.startsWith(`${root}.`) ||
        (Array.isArray(value) && value.some((branch) => isDocument(branch) && mentions(branch))),
    );
  if (!mentions(query)) throw unknownPosition();
  const matches = compileFilter(query);
  const index = members.findIndex((member) => matches(editAt(document, parts, () => [member])));
  if (index < 0) throw unknownPosition();
  return index;
}
