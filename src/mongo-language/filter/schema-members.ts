import { entriesOf } from '../values/document.js';
import { regexTest } from '../values/regex.js';
import { isDocument } from '../values/values.js';
import { type Check, type CompileSchema, type Keyword, mistyped, needSchema, needStrings } from './schema-arguments.js';

// The keywords about the fields of a document and the members of an array.

const schemasByName = (keyword: string, argument: unknown, compile: CompileSchema) =>
  entriesOf(needSchema(keyword, argument)).map(
    ([name, schema]) => [name, compile(needSchema(keyword, schema))] as const,
  );

const properties: Keyword = (argument, _schema, compile) => {
  const checks = schemasByName('properties', argument, compile);
  return (value) =>
    !isDocument(value) || checks.every(([name, check]) => !Object.hasOwn(value, name) || check(value[name]));
};

const patternProperties: Keyword = (argument, _schema, compile) => {
  const checks = schemasByName('patternProperties', argument, compile).map(
    ([pattern, check]) => [regexTest(pattern), check] as const,
  );
  return (value) =>
    !isDocument(value) ||
    entriesOf(value).every(([name, member]) => checks.every(([matches, check]) => !matches(name) || check(member)));
};

/** `additionalProperties` and `additionalItems`: a schema, or whether there may be any. */
function compileRest(keyword: string, argument: unknown, compile: CompileSchema): Check {
  if (typeof argument === 'boolean') return () => argument;
  if (isDocument(argument)) return compile(argument);
  throw mistyped(keyword, 'an object or a boolean');
}

const additionalProperties: Keyword = (argument, schema, compile) => {
  const check = compileRest('additionalProperties', argument, compile);
  const named = new Set(Object.keys(schema.properties ?? {}));
  const patterns = Object.keys(schema.patternProperties ?? {}).map((pattern) => regexTest(pattern));
  return (value) =>
    !isDocument(value) ||
    entriesOf(value).every(
      ([name, member]) => named.has(name) || patterns.some((matches) => matches(name)) || check(member),
    );
};

const items: Keyword = (argument, _schema, compile) => {
  if (Array.isArray(argument)) {
    const checks = argument.map((schema) => compile(needSchema('items', schema)));
    return (value) =>
      !Array.isArray(value) || checks.every((check, index) => index >= value.length || check(value[index]));
  }
  if (!isDocument(argument)) throw mistyped('items', 'an array or an object');
  const check = compile(argument);
  return (value) => !Array.isArray(value) || value.every(check);
};

const additionalItems: Keyword = (argument, schema, compile) => {
  const check = compileRest('additionalItems', argument, compile);
  const { items: positional } = schema;
  return (value) => !Array.isArray(value) || !Array.isArray(positional) || value.slice(positional.length).every(check);
};

const dependencies: Keyword = (argument, _schema, compile) => {
  const checks = entriesOf(needSchema('dependencies', argument)).map(([name, needed]) => {
    const check = isDocument(needed) ? compile(needed) : hasAll(needStrings('dependencies', needed));
    return [name, check] as const;
  });
  return (value) => !isDocument(value) || checks.every(([name, check]) => !Object.hasOwn(value, name) || check(value));
};

const hasAll =
  (names: readonly string[]): Check =>
  (value) =>
    !isDocument(value) || names.every((name) => Object.hasOwn(value, name));

export const memberKeywords: Readonly<Record<string, Keyword>> = {
  properties,
  patternProperties,
  additionalProperties,
  items,
  additionalItems,
  dependencies,
  required: (argument) => hasAll(needStrings('required', argument)),
};
