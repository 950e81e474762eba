import type { Document } from 'bson';
import { documentOf, entriesOf, fieldOf, setField } from '../../values/document.js';
import { MongoError } from '../../values/errors.js';
import { isDocument, typeAlias } from '../../values/values.js';
import { mergeObjects } from './arrays.js';
import { byName, list, loose, type Signature, strict, text } from './signature.js';

const many = Number.POSITIVE_INFINITY;

/** `['name', value]`. */
function fieldOfPair(pair: unknown): readonly [string, unknown] {
  if (!Array.isArray(pair))
    throw new MongoError(
      40396,
      `$arrayToObject requires a consistent input format. Elements must all be arrays or all be objects. Array was detected, now found: ${typeAlias(pair)}`,
    );
  if (pair.length !== 2)
    throw new MongoError(
      40397,
      `$arrayToObject requires an array of size 2 arrays,found array of size: ${pair.length}`,
    );
  const [name, value] = pair;
  if (typeof name !== 'string')
    throw new MongoError(
      40395,
      `$arrayToObject requires an array of key-value pairs, where the key must be of type string. Found key type: ${typeAlias(name)}`,
    );
  return [name, value];
}

/** `{k: 'name', v: value}`. */
function fieldOfObject(entry: unknown): readonly [string, unknown] {
  if (!isDocument(entry))
    throw new MongoError(
      40391,
      `$arrayToObject requires a consistent input format. Elements must all be arrays or all be objects. Object was detected, now found: ${typeAlias(entry)}`,
    );
  const names = Object.keys(entry);
  if (names.length !== 2)
    throw new MongoError(
      40392,
      `$arrayToObject requires an object keys of 'k' and 'v'. Found incorrect number of keys:${names.length}`,
    );
  if (!Object.hasOwn(entry, 'k') || !Object.hasOwn(entry, 'v'))
    throw new MongoError(
      40393,
      "$arrayToObject requires an object with keys 'k' and 'v'. Missing either or both keys from the object",
    );
  if (typeof entry.k !== 'string')
    throw new MongoError(
      40394,
      `$arrayToObject requires an object with keys 'k' and 'v', where the value of 'k' must be of type string. Found type: ${typeAlias(entry.k)}`,
    );
  return [entry.k, entry.v];
}

function arrayToObject(array: unknown): Document {
  const members = list(array, 40386);
  const [first] = members;
  if (first === undefined && members.length === 0) return {};
  if (!Array.isArray(first) && !isDocument(first))
    throw new MongoError(40398, `Unrecognised input type format for $arrayToObject: ${typeAlias(first)}`);
  const fields = members.map(Array.isArray(first) ? fieldOfPair : fieldOfObject);
  const zero = fields.find(([name]) => name.includes('\0'));
  if (zero) throw new MongoError(4940400, 'Key field cannot contain an embedded null byte');
  return documentOf(fields);
}

function withField(field: unknown, input: unknown, value: unknown): unknown {
  if (input === null || input === undefined) return null;
  if (!isDocument(input)) throw new MongoError(4161105, '$setField requires input to be an object');
  const name = text(field);
  if (value === undefined) return documentOf(entriesOf(input).filter(([key]) => key !== name));
  const made: Document = { ...input };
  setField(made, name, value);
  return made;
}

export const objectFunctions: Readonly<Record<string, Signature>> = {
  $mergeObjects: loose(0, many, (...values) => mergeObjects(values)),
  $objectToArray: strict(1, 1, (value) => {
    if (!isDocument(value))
      throw new MongoError(40390, `$objectToArray requires a document input, found: ${typeAlias(value)}`);
    return entriesOf(value).map(([k, v]) => ({ k, v }));
  }),
  $arrayToObject: strict(1, 1, arrayToObject),
  $getField: {
    read: (argument) =>
      isDocument(argument) && 'field' in argument
        ? [argument.field, argument.input ?? '$$CURRENT']
        : [argument, '$$CURRENT'],
    nullThrough: false,
    bind: () => (field, input) => (isDocument(input) ? fieldOf(input, text(field)) : undefined),
  },
  $setField: { ...byName(['field', 'input', 'value'], {}, withField), nullThrough: false },
  $unsetField: {
    ...byName(['field', 'input'], {}, (field, input) => withField(field, input, undefined)),
    nullThrough: false,
  },
};
