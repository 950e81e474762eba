import { type Document, Long } from 'bson';
import { bindAll } from '../../mongo-language/expression/binders.js';
import { compileExpression } from '../../mongo-language/expression/expression.js';
import type { Variables } from '../../mongo-language/expression/variables.js';
import { MongoError, notSupported } from '../../mongo-language/values/errors.js';
import { isDocument, isNumber, toJsNumber, typeAlias } from '../../mongo-language/values/values.js';

/** What every command may carry besides its own arguments, and what of it this server may ignore rightly. */
export const generic: ReadonlySet<string> = new Set([
  '$db',
  'lsid',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
]);

/** The arguments of one command, read with MongoDB's errors for what is missing, ill-typed, unknown or unsupported. */
export class Arguments {
  readonly #name: string;
  readonly #document: Document;

  /**
   * `known` names the arguments that the command reads, `ignored` those that change nothing of the answer here,
   * `refused` those of MongoDB that are not supported. Throws for any other, as mongod does.
   */
  constructor(
    name: string,
    document: Document,
    fields: { known?: readonly string[]; ignored?: readonly string[]; refused?: readonly string[] },
  ) {
    this.#name = name;
    this.#document = document;
    const w: unknown = document.writeConcern?.w;
    if (isNumber(w) && toJsNumber(w) > 1) throw new MongoError(2, "cannot use 'w' > 1 when a host is not replicated");
    const maxTime: unknown = document.maxTimeMS;
    if (isNumber(maxTime) && toJsNumber(maxTime) < 0)
      throw new MongoError(2, `${toJsNumber(maxTime)} value for maxTimeMS is out of range`);
    for (const field of Object.keys(document)) {
      if (field === name || generic.has(field) || fields.known?.includes(field) || fields.ignored?.includes(field))
        continue;
      if (fields.refused?.includes(field)) {
        if (document[field] === undefined || document[field] === false || document[field] === null) continue;
        throw notSupported(`the option ${field} of ${name}`, `${name}: ${field}`);
      }
      throw new MongoError(40415, `BSON field '${name}.${field}' is an unknown field.`);
    }
  }

  get database(): string {
    return this.text('$db');
  }

  has(field: string): boolean {
    return this.#document[field] !== undefined && this.#document[field] !== null;
  }

  raw(field: string): unknown {
    return this.#document[field];
  }

  /** The collection that the command is about. Throws InvalidNamespace for what is no name. */
  collectionName(): string {
    const value = this.#document[this.#name];
    if (typeof value !== 'string') throw new MongoError(73, `collection name has invalid type ${typeAlias(value)}`);
    if (value === '') throw new MongoError(73, `Invalid namespace specified '${this.database}.'`);
    return value;
  }

  text(field: string): string {
    const value = this.#need(field);
    if (typeof value !== 'string') throw this.#mistyped(field, value, 'string');
    return value;
  }

  document(field: string, fallback?: Document): Document {
    if (!this.has(field) && fallback) return fallback;
    const value = this.#need(field);
    if (!isDocument(value)) throw this.#mistyped(field, value, 'object');
    return value;
  }

  documents(field: string, fallback?: readonly Document[]): readonly Document[] {
    if (!this.has(field) && fallback) return fallback;
    const value = this.#need(field);
    if (!Array.isArray(value)) throw this.#mistyped(field, value, 'array');
    for (const [index, member] of value.entries())
      if (!isDocument(member)) throw this.#mistyped(`${field}.${index}`, member, 'object');
    return value;
  }

  flag(field: string, fallback: boolean): boolean {
    if (!this.has(field)) return fallback;
    const value = this.#document[field];
    if (typeof value === 'boolean') return value;
    if (isNumber(value)) return toJsNumber(value) !== 0;
    throw this.#mistyped(field, value, 'bool');
  }

  /** A whole number, of whatever sign. */
  whole(field: string): number | undefined {
    if (!this.has(field)) return undefined;
    const value = this.#document[field];
    if (!isNumber(value)) throw this.#mistyped(field, value, 'long');
    return Math.trunc(toJsNumber(value));
  }

  count(field: string): number | undefined {
    const number = this.whole(field);
    if (number !== undefined && number < 0)
      throw new MongoError(51024, `BSON field '${field}' value must be >= 0, actual value '${number}'`);
    return number;
  }

  /** Throws for a field that is not there. */
  require(field: string): void {
    this.#need(field);
  }

  /** `let`: the command's own variables, and the moment that is `$$NOW` all through it. */
  variables(): Variables {
    return { ...this.constants('let'), NOW: { value: new Date() } };
  }

  /** `c` of an update: its own variables, in which nothing is an expression. */
  constants(field = 'c'): Variables {
    const { cells, fill } = bindAll(this.document(field, {}), {}, compileExpression);
    fill({});
    return cells;
  }

  long(field: string): Long {
    const value = this.#need(field);
    if (!isNumber(value)) throw this.#mistyped(field, value, 'long');
    return Long.fromString(String(value));
  }

  #need(field: string): unknown {
    const value = this.#document[field];
    if (value === undefined)
      throw new MongoError(40414, `BSON field '${this.#name}.${field}' is missing but a required field`);
    return value;
  }

  #mistyped(field: string, value: unknown, wanted: string): MongoError {
    return new MongoError(
      14,
      `BSON field '${this.#name}.${field}' is the wrong type '${typeAlias(value)}', expected type '${wanted}'`,
    );
  }
}
