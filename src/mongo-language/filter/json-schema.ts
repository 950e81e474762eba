import type { Document } from 'bson';
import { entriesOf } from '../values/document.js';
import { MongoError, notSupported } from '../values/errors.js';
import { isDocument, typeAlias } from '../values/values.js';
import type { Check, CompileSchema } from './schema-arguments.js';
import { schemaKeywords } from './schema-keywords.js';

/** JSON Schema's names of types, as `type` takes them; `bsonType` takes MongoDB's aliases. */
const jsonTypes: Readonly<Record<string, string>> = {
  array: 'array',
  boolean: 'bool',
  null: 'null',
  number: 'number',
  object: 'object',
  string: 'string',
};
const bsonTypes = new Set(
  'double string object array binData objectId bool date null regex dbPointer javascript symbol int timestamp long decimal minKey maxKey undefined number'.split(
    ' ',
  ),
);

const unsupported = new Set(['$ref', '$schema', 'default', 'definitions', 'format', 'id']);
const numbers = new Set(['int', 'long', 'double', 'decimal']);

/**
 * Compiles `$jsonSchema`, draft 4 as MongoDB knows it, for whole documents. Throws MongoError for what is ill-formed.
 */
export function compileSchema(schema: unknown): (document: Document) => boolean {
  if (!isDocument(schema)) throw new MongoError(14, '$jsonSchema must be an object');
  const check = compile(schema);
  return (document) => check(document);
}

const compile: CompileSchema = (schema) => {
  if (schema.type !== undefined && schema.bsonType !== undefined)
    throw new MongoError(9, "Cannot specify both $jsonSchema keywords 'type' and 'bsonType'");
  const checks = entriesOf(schema).flatMap(([keyword, argument]): Check[] => {
    if (keyword === 'title' || keyword === 'description') {
      if (typeof argument !== 'string')
        throw new MongoError(14, `$jsonSchema keyword '${keyword}' must be of type string`);
      return [];
    }
    if (keyword === 'type' || keyword === 'bsonType') return [ofTypes(keyword, argument)];
    if (unsupported.has(keyword))
      throw new MongoError(9, `$jsonSchema keyword '${keyword}' is not currently supported`);
    if (keyword === 'encrypt' || keyword === 'encryptMetadata')
      throw notSupported(`the keyword ${keyword} of $jsonSchema`);
    const make = Object.hasOwn(schemaKeywords, keyword) ? schemaKeywords[keyword] : undefined;
    if (!make) throw new MongoError(9, `Unknown $jsonSchema keyword: ${keyword}`);
    return [make(argument, schema, compile)];
  });
  return (value) => checks.every((check) => check(value));
};

function ofTypes(keyword: 'type' | 'bsonType', argument: unknown): Check {
  const named = Array.isArray(argument) ? argument : [argument];
  if (named.some((name) => typeof name !== 'string'))
    throw new MongoError(14, `$jsonSchema keyword '${keyword}' must be either a string or an array of strings`);
  if (named.length === 0) throw new MongoError(9, `$jsonSchema keyword '${keyword}' must name at least one type`);
  const names = new Set(
    named.map((name: string) => {
      if (keyword === 'type' && name === 'integer')
        throw new MongoError(9, "$jsonSchema type 'integer' is not currently supported.");
      const alias = keyword === 'type' ? jsonTypes[name] : name;
      if (alias === undefined || !bsonTypes.has(alias)) throw new MongoError(2, `Unknown type name alias: ${name}`);
      return alias;
    }),
  );
  return (value) => {
    const alias = typeAlias(value);
    return names.has(alias) || (names.has('number') && numbers.has(alias));
  };
}
