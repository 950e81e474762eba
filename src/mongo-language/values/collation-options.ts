import type { Document } from 'bson';
import { MongoError, notSupported } from './errors.js';
import { isNumber, toJsNumber, typeAlias } from './values.js';

/** A collation's options, read. */
export interface Options {
  readonly locale: string;
  readonly strength: number;
  readonly caseLevel: boolean;
  readonly caseFirst: 'upper' | 'lower' | 'off';
  readonly numericOrdering: boolean;
  readonly alternate: 'non-ignorable' | 'shifted';
}

const known = new Set([
  'locale',
  'strength',
  'caseLevel',
  'caseFirst',
  'numericOrdering',
  'alternate',
  'maxVariable',
  'normalization',
  'backwards',
  'version',
]);

function flag(spec: Document, name: string): boolean {
  const value = spec[name] ?? false;
  if (typeof value === 'boolean') return value;
  throw new MongoError(
    14,
    `BSON field 'collation.${name}' is the wrong type '${typeAlias(value)}', expected type 'bool'`,
  );
}

function choice<Name extends string>(spec: Document, name: string, among: readonly [Name, ...Name[]]): Name {
  const value = spec[name] ?? among[0];
  const found = among.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new MongoError(2, `Enumeration value '${value}' for field 'collation.${name}' is not a valid value.`);
}

function strengthOf(spec: Document): number {
  const value = spec.strength ?? 3;
  const strength = isNumber(value) ? toJsNumber(value) : value;
  if (typeof strength !== 'number')
    throw new MongoError(
      14,
      `BSON field 'collation.strength' is the wrong type '${typeAlias(value)}', expected type 'int'`,
    );
  if (Number.isInteger(strength) && strength >= 1 && strength <= 5) return strength;
  throw new MongoError(51024, `BSON field 'strength' value must be >= 1 and <= 5, actual value '${strength}'`);
}

/** Throws what mongod does for options that are ill-formed or unknown, and a refusal for those that `Intl` has not. */
export function readOptions(spec: Document): Options {
  const unknown = Object.keys(spec).find((name) => !known.has(name));
  if (unknown) throw new MongoError(40415, `BSON field 'collation.${unknown}' is an unknown field.`);
  if (spec.locale === undefined)
    throw new MongoError(40414, "BSON field 'collation.locale' is missing but a required field");
  if (typeof spec.locale !== 'string')
    throw new MongoError(
      14,
      `BSON field 'collation.locale' is the wrong type '${typeAlias(spec.locale)}', expected type 'string'`,
    );
  if (flag(spec, 'backwards')) throw notSupported('a collation with backwards', 'collation: backwards');
  flag(spec, 'normalization');
  const alternate = choice(spec, 'alternate', ['non-ignorable', 'shifted']);
  if (choice(spec, 'maxVariable', ['punct', 'space']) === 'space' && alternate === 'shifted')
    throw notSupported('a collation that ignores spaces alone', 'collation: maxVariable');
  return {
    locale: spec.locale,
    strength: strengthOf(spec),
    caseLevel: flag(spec, 'caseLevel'),
    caseFirst: choice(spec, 'caseFirst', ['off', 'upper', 'lower']),
    numericOrdering: flag(spec, 'numericOrdering'),
    alternate,
  };
}
