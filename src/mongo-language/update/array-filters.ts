import type { Document } from 'bson';
import type { Variables } from '../expression/variables.js';
import { compileFilter } from '../filter/filter.js';
import { documentOf, entriesOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { isDocument } from '../values/values.js';
import { identifierIn } from './paths.js';

/** By identifier: is this member of an array meant? */
export type Matchers = ReadonlyMap<string, (member: unknown) => boolean>;

/**
 * Compiles the array filters of an update, all of which its paths must use. Throws MongoError for what mongod refuses.
 */
export function compileArrayFilters(filters: readonly Document[], update: Document, variables: Variables): Matchers {
  const matchers = new Map<string, (member: unknown) => boolean>();
  for (const filter of filters) {
    const matches = compileFilter(filter, variables);
    const identifier = identifierOf(filter);
    if (matchers.has(identifier))
      throw new MongoError(9, `Found multiple array filters with the same top-level field name ${identifier}`);
    matchers.set(identifier, (member) => matches(documentOf([[identifier, member]])));
  }
  const used = new Set(identifiersIn(update));
  for (const identifier of matchers.keys())
    if (!used.has(identifier))
      throw new MongoError(9, `The array filter for identifier '${identifier}' was not used in the update`);
  return matchers;
}

function identifiersIn(update: Document): string[] {
  return entriesOf(update)
    .flatMap(([, fields]) => (isDocument(fields) ? Object.keys(fields) : []))
    .flatMap((path) => path.split('.').flatMap((part) => identifierIn(part) ?? []));
}

/** The one name that an array filter is about: `x` of `{'x.a': 1}`, also inside `$and`, `$or` and `$nor`. */
function identifierOf(filter: Document): string {
  const names = new Set(namesIn(filter));
  const [name, other] = names;
  if (other !== undefined)
    throw new MongoError(
      9,
      `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${name}' and '${other}'`,
    );
  if (name === undefined)
    throw new MongoError(9, 'Cannot use an expression without a top-level field name in arrayFilters');
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
    throw new MongoError(
      2,
      `The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
    );
  return name;
}

function namesIn(filter: Document): string[] {
  return entriesOf(filter).flatMap(([key, condition]) => {
    if (key === '$expr') throw new MongoError(224, '$expr is not allowed in this context');
    if (!key.startsWith('$')) return [key.split('.')[0] ?? ''];
    return Array.isArray(condition) ? condition.flatMap((branch) => (isDocument(branch) ? namesIn(branch) : [])) : [];
  });
}
