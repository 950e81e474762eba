import type { Document } from 'bson';
import type { Variables } from '../../mongo-language/expression/variables.js';
import { withCollation } from '../../mongo-language/expression/variables.js';
import { readSort } from '../../mongo-language/path/sort.js';
import { compileCollation } from '../../mongo-language/values/collation.js';
import { namesOf } from '../../mongo-language/values/document.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { isDocument, isNumber, toJsNumber } from '../../mongo-language/values/values.js';
import type { Query } from '../planner/query.js';
import type { Collection } from '../storage/collection.js';
import type { Arguments } from './arguments.js';

/** The collation of a command: its own, else the collection's. */
export function collationOf(args: Arguments, collection: Collection | undefined): Collection['collation'] {
  return args.has('collation') ? compileCollation(args.document('collation')) : collection?.collation;
}

/** `{$natural: 1}` or `{$natural: -1}`, which stands alone; undefined for another sort or hint. */
function naturalOf(what: 'sort' | 'hint', spec: Document): Query['natural'] {
  const names = namesOf(spec);
  if (!names.includes('$natural')) return undefined;
  if (names.length > 1) throw new MongoError(2, `Cannot include '$natural' in compound ${what}`);
  const direction = isNumber(spec.$natural) ? toJsNumber(spec.$natural) : Number.NaN;
  if (direction !== 1 && direction !== -1)
    throw new MongoError(2, `$natural ${what} cannot be set to a value other than -1 or 1.`);
  return direction === 1 ? 'forwards' : 'backwards';
}

/** A hint is the name or the key of an index, `{$natural: …}`, or empty for none. */
function readHint(args: Arguments): Pick<Query, 'hint' | 'natural'> {
  const hint: unknown = args.has('hint') ? args.raw('hint') : {};
  if (typeof hint === 'string') return { hint: hint === '' ? undefined : hint, natural: undefined };
  if (!isDocument(hint)) throw new MongoError(9, 'Hint must be a string or an object');
  const natural = naturalOf('hint', hint);
  return { hint: natural || namesOf(hint).length === 0 ? undefined : hint, natural };
}

interface QueryParts {
  readonly filter: Document;
  readonly sort?: Document;
  readonly skip?: number;
  readonly limit?: number;
  /** Those of the command, without the collation. */
  readonly variables: Variables;
}

/** A query of these parts, with the hint and the collation that the arguments give. */
export function queryOf(args: Arguments, collection: Collection | undefined, parts: QueryParts): Query {
  const { filter, sort = {}, skip = 0, limit = 0 } = parts;
  const hinted = readHint(args);
  const natural = naturalOf('sort', sort) ?? hinted.natural;
  const isSorted = namesOf(sort).length > 0 && !('$natural' in sort);
  const collation = collationOf(args, collection);
  return {
    filter,
    sort: isSorted ? sort : {},
    order: isSorted ? readSort(sort) : undefined,
    natural,
    skip,
    limit,
    hint: hinted.hint,
    collation,
    variables: withCollation(parts.variables, collation),
  };
}
