import type { Document } from 'bson';
import { compileFilter } from '../../mongo-language/filter/filter.js';
import { entriesOf, fieldOf, namesOf } from '../../mongo-language/values/document.js';
import { isDocument, typeAlias } from '../../mongo-language/values/values.js';

/** What mongod says of a rule that a value breaks (doc_validation_error.cpp). */
const reasons: Readonly<Record<string, string>> = {
  bsonType: 'type did not match',
  type: 'type did not match',
  enum: 'value was not found in enum',
  minimum: 'comparison failed',
  maximum: 'comparison failed',
  multipleOf: 'considered value is not a multiple of the specified value',
  minLength: 'specified string length was not satisfied',
  maxLength: 'specified string length was not satisfied',
  pattern: 'regular expression did not match',
  minItems: 'array did not match specified length',
  maxItems: 'array did not match specified length',
  uniqueItems: 'found a duplicate item',
};

const silent = ['title', 'description'];
const ofDocuments = ['properties', 'required', 'additionalProperties'];
const companions: Readonly<Record<string, string>> = { minimum: 'exclusiveMinimum', maximum: 'exclusiveMaximum' };

/** One rule of a schema alone, with what only has a meaning beside it. */
function alone(schema: Document, rule: string): Document {
  const companion = companions[rule];
  const beside = rule === 'additionalProperties' ? 'properties' : companion;
  return { [rule]: schema[rule], ...(beside && schema[beside] !== undefined ? { [beside]: schema[beside] } : {}) };
}

/** The rules of a schema, without those that accept. */
function broken(schema: Document, accepts: (rule: Document) => boolean): string[] {
  const isCompanion = (name: string) => Object.values(companions).includes(name);
  return namesOf(schema).filter(
    (rule) => !silent.includes(rule) && !isCompanion(rule) && !accepts(alone(schema, rule)),
  );
}

/** The rules of a `$jsonSchema` that a document breaks, as `errInfo` of error 121 lists them. */
export function schemaRulesNotSatisfied(schema: Document, document: Document): Document[] {
  const accepts = (rule: Document) => compileFilter({ $jsonSchema: rule })(document);
  return broken(schema, accepts).map((rule) => documentRule(schema, rule, document));
}

function documentRule(schema: Document, rule: string, document: Document): Document {
  const specifiedAs = { [rule]: schema[rule] };
  if (rule === 'properties')
    return { operatorName: rule, propertiesNotSatisfied: brokenProperties(schema.properties, document) };
  if (rule === 'required') {
    const missing = (schema.required as string[]).filter((name) => fieldOf(document, name) === undefined);
    return { operatorName: rule, specifiedAs, missingProperties: missing };
  }
  if (rule === 'additionalProperties') {
    const named = namesOf(isDocument(schema.properties) ? schema.properties : {});
    const additional = namesOf(document).filter((name) => !named.includes(name));
    return { operatorName: rule, specifiedAs, additionalProperties: additional };
  }
  return { operatorName: rule, specifiedAs, reason: reasons[rule] ?? 'schema did not match' };
}

function brokenProperties(properties: Document, document: Document): Document[] {
  return entriesOf(properties).flatMap(([propertyName, schema]) => {
    const details = isDocument(schema) ? brokenByValue(schema, document, propertyName) : [];
    if (details.length === 0) return [];
    const { title, description } = schema as Document;
    return [{ propertyName, ...(title ? { title } : {}), ...(description ? { description } : {}), details }];
  });
}

function brokenByValue(schema: Document, parent: Document, name: string): Document[] {
  const value = fieldOf(parent, name);
  const accepts = (rule: Document) => compileFilter({ $jsonSchema: { properties: { [name]: rule } } })(parent);
  return broken(schema, accepts).map((rule) => {
    if (ofDocuments.includes(rule) && isDocument(value)) return documentRule(schema, rule, value);
    return {
      operatorName: rule,
      specifiedAs: { [rule]: schema[rule] },
      reason: reasons[rule] ?? 'schema did not match',
      consideredValue: value,
      ...(rule === 'bsonType' || rule === 'type' ? { consideredType: typeAlias(value) } : {}),
    };
  });
}
