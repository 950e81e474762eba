import type { Document } from 'bson';
import { compileFilter } from '../../mongo-language/filter/filter.js';
import { compileCollation } from '../../mongo-language/values/collation.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import type { CollectionOptions } from '../storage/collection-options.js';
import type { Arguments } from './arguments.js';

export const validationFields = ['validator', 'validationLevel', 'validationAction'] as const;

const levels = ['off', 'strict', 'moderate'] as const;
const actions = ['error', 'warn'] as const;

function choice<Name extends string>(args: Arguments, field: string, among: readonly Name[]): Name | undefined {
  if (!args.has(field)) return undefined;
  const value = args.text(field);
  const found = among.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new MongoError(2, `Enumeration value '${value}' for field '${field}' is not a valid value.`);
}

/** The validation that `create` and `collMod` give, as far as it is given. */
export function readValidation(
  args: Arguments,
): Partial<Pick<CollectionOptions, 'validator' | 'validationLevel' | 'validationAction'>> {
  const validator = args.has('validator') ? args.document('validator') : undefined;
  // What cannot be compiled is refused here, not at the first write.
  if (validator) compileFilter(validator);
  const validationLevel = choice(args, 'validationLevel', levels);
  const validationAction = choice(args, 'validationAction', actions);
  return {
    ...(validator ? { validator: Object.keys(validator).length > 0 ? validator : undefined } : {}),
    ...(validationLevel ? { validationLevel } : {}),
    ...(validationAction ? { validationAction } : {}),
  };
}

/** mongod rounds the size of a capped collection up to a multiple of this, with a least size. */
const cappedStep = 256;
const minCappedBytes = 4096;
const maxCappedDocuments = 2 ** 31 - 1;

function readCapped(args: Arguments): CollectionOptions['capped'] {
  const size = args.whole('size');
  const max = args.whole('max');
  if (!args.flag('capped', false)) {
    if (args.has('size') || args.has('max'))
      throw new MongoError(72, "the 'size' and 'max' fields are only allowed when 'capped' is true");
    return undefined;
  }
  if (size === undefined) throw new MongoError(72, "the 'size' field is required when 'capped' is true");
  if (size < 1) throw new MongoError(51024, `BSON field 'size' value must be >= 1, actual value '${size}'`);
  const rounded = Math.max(minCappedBytes, Math.ceil(size / cappedStep) * cappedStep);
  return { size: rounded, max: max !== undefined && max > 0 && max <= maxCappedDocuments ? max : undefined };
}

/** The options of a `create`. */
export function readCollectionOptions(args: Arguments): CollectionOptions {
  const capped = readCapped(args);
  const validation = readValidation(args);
  const collation = args.has('collation') ? compileCollation(args.document('collation')) : undefined;
  const raw: Document = {};
  if (capped)
    Object.assign(raw, { capped: true, size: capped.size }, capped.max === undefined ? {} : { max: capped.max });
  for (const field of validationFields) if (args.has(field)) raw[field] = args.raw(field);
  if (collation) raw.collation = collation.spec;
  return {
    validator: undefined,
    validationLevel: 'strict',
    validationAction: 'error',
    ...validation,
    capped,
    collation,
    raw,
  };
}
