import { type Document, Int32 } from 'bson';
import { compileFilter } from '../../mongo-language/filter/filter.js';
import { checkPartialFilter } from '../../mongo-language/filter/partial.js';
import { type Collation, compileCollation } from '../../mongo-language/values/collation.js';
import { documentOf, entriesOf, namesOf } from '../../mongo-language/values/document.js';
import { MongoError, notSupported } from '../../mongo-language/values/errors.js';
import { isNumber, toJsNumber, typeAlias } from '../../mongo-language/values/values.js';
import { type IndexSpec, idIndexName } from '../storage/index-spec.js';
import { documentText } from '../storage/shell-text.js';
import { Arguments } from './arguments.js';

const known = [
  'key',
  'name',
  'unique',
  'sparse',
  'hidden',
  'partialFilterExpression',
  'expireAfterSeconds',
  'collation',
  // These change nothing here.
  'v',
  'background',
  'ns',
  'storageEngine',
];

/** Options of the kinds of index that are refused; mongod knows them. */
const ofOtherKinds = [
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'bucketSize',
  'wildcardProjection',
  'prepareUnique',
  'clustered',
  'dropDups',
];

const kinds = ['text', '2d', '2dsphere', 'hashed', 'columnstore'];

const cannotCreate = (message: string) => new MongoError(67, message);

/**
 * Throws what mongod does for a key that is none (index_key_validate.cpp), and refuses the kinds that this server has
 * not.
 */
function checkKey(key: Document): void {
  const fields = entriesOf(key);
  if (fields.length === 0) throw cannotCreate('Index keys cannot be empty.');
  if (fields.length > maxFields) throw new MongoError(13103, `too many compound keys: ${fields.length}`);
  for (const [path, kind] of fields) {
    if (typeof kind === 'string') {
      if (kind === '') throw cannotCreate('Values in the index key pattern cannot be empty strings');
      if (!kinds.includes(kind)) throw cannotCreate(`Unknown index plugin '${kind}'`);
      throw notSupported(`a ${kind} index`, `${kind} index`);
    }
    checkDirection(kind);
    checkPath(path);
  }
}

const maxFields = 32;

function checkDirection(direction: unknown): void {
  if (!isNumber(direction)) {
    throw cannotCreate(
      `Values in v:2 index key pattern cannot be of type ${typeAlias(direction)}. Only numbers > 0, numbers < 0, and strings are allowed.`,
    );
  }
  const value = toJsNumber(direction);
  if (Number.isNaN(value)) throw cannotCreate('Values in the index key pattern cannot be NaN.');
  if (value === 0) throw cannotCreate('Values in the index key pattern cannot be 0.');
}

function checkPath(path: string): void {
  if (path === '') throw cannotCreate('Index keys cannot be an empty field.');
  const parts = path.split('.');
  if (parts.at(-1) === '$**') throw notSupported('a wildcard index', 'wildcard index');
  if (parts.includes('')) throw cannotCreate('Index keys cannot contain an empty field.');
  const isDollar = parts.some((part, at) => part.startsWith('$') && !(at > 0 && /^\$(db|id|ref)$/.test(part)));
  if (isDollar) throw cannotCreate("Index key contains an illegal field name: field name starts with '$'.");
}

/**
 * The seconds after which documents go. Throws CannotCreateIndex for what is no such number, or no index of one field.
 */
export function readExpiry(args: Arguments, key: Document): number {
  const value = args.raw('expireAfterSeconds');
  if (!isNumber(value))
    throw cannotCreate(
      `TTL index 'expireAfterSeconds' option must be numeric, but received a type of '${typeAlias(value)}'`,
    );
  const seconds = Math.trunc(toJsNumber(value));
  if (Number.isNaN(seconds)) throw cannotCreate("TTL index 'expireAfterSeconds' option must not be NaN");
  if (seconds >= 2 ** 31)
    throw cannotCreate("TTL index 'expireAfterSeconds' must be within the range of a 32-bit integer");
  if (seconds < 0) throw cannotCreate("TTL index 'expireAfterSeconds' option cannot be less than 0");
  if (namesOf(key).length > 1)
    throw cannotCreate('TTL indexes are single-field indexes, compound indexes do not support TTL');
  return seconds;
}

/** Throws for an option that no index has, or that none of this kind has. */
function checkNames(entry: Document, isId: boolean): void {
  for (const name of namesOf(entry)) {
    if (!known.includes(name) && !ofOtherKinds.includes(name))
      throw new MongoError(
        197,
        `The field '${name}' is not valid for an index specification. Specification: ${documentText(entry)}`,
      );
    if (isId && !['key', 'name', 'v', 'ns', 'collation'].includes(name))
      throw new MongoError(
        197,
        `The field '${name}' is not valid for an _id index specification. Specification: ${documentText(entry)}`,
      );
  }
}

/** `{_id: 1}` and `{_id: -1}`, of which only the first can be had. */
function isIdKey(key: Document): boolean {
  const [[path, direction] = [], ...others] = entriesOf(key);
  return path === '_id' && others.length === 0 && isNumber(direction) && Math.abs(toJsNumber(direction)) === 1;
}

function readPartial(args: Arguments, sparse: boolean): Document | undefined {
  if (!args.has('partialFilterExpression')) return undefined;
  const filter = args.document('partialFilterExpression');
  compileFilter(filter);
  checkPartialFilter(filter);
  if (sparse) throw cannotCreate('cannot mix "partialFilterExpression" and "sparse" options');
  return filter;
}

/** Reads one entry of `createIndexes`. An index without a collation of its own has the collection's. */
export function readIndex(entry: Document, inherited: Collation | undefined): IndexSpec {
  const args = new Arguments('createIndexes.indexes', entry, { known: [...known, ...namesOf(entry)] });
  for (const field of ['key', 'name'])
    if (!args.has(field))
      throw new MongoError(9, `The '${field}' field is a required property of an index specification`);
  const key = args.document('key');
  const isId = isIdKey(key);
  checkNames(entry, isId);
  checkKey(key);
  if (isId && toJsNumber(key._id) < 0)
    throw new MongoError(2, `The field 'key' for an _id index must be {_id: 1}, but got ${documentText(key)}`);
  const other = namesOf(entry).find((name) => ofOtherKinds.includes(name) && args.has(name));
  if (other) throw notSupported(`the option ${other} of an index`, `index: ${other}`);
  const name = isId ? idIndexName : args.text('name');
  if (name === '') throw cannotCreate('index name cannot be empty');
  if (name === '*') throw new MongoError(2, "The index name '*' is not valid.");
  const sparse = args.flag('sparse', false);
  const collation = args.has('collation') ? compileCollation(args.document('collation')) : inherited;
  return {
    name,
    key,
    unique: args.flag('unique', false) || isId,
    sparse,
    hidden: args.flag('hidden', false),
    partialFilterExpression: readPartial(args, sparse),
    collation,
    expireAfterSeconds: args.has('expireAfterSeconds') ? readExpiry(args, key) : undefined,
    raw: rawSpec(entry, name, collation),
  };
}

/** An index as it is listed: as it was given, in full. */
function rawSpec(entry: Document, name: string, collation: Collation | undefined): Document {
  const { v: _version, ns: _namespace, collation: _collation, hidden, ...fields } = entry;
  const given = entriesOf(fields).map(([field, value]) => [field, field === 'name' ? name : value] as const);
  return documentOf([
    ['v', new Int32(2)],
    ...given,
    ...(hidden === true ? [['hidden', true] as const] : []),
    ...(collation ? [['collation', collation.spec] as const] : []),
  ]);
}
