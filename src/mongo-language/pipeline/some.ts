import type { Document } from 'bson';
import { MongoError } from '../values/errors.js';
import { isNumber, toJsNumber } from '../values/values.js';
import { type CompileStage, needDocument } from './stage.js';

/** A whole number that is not negative, as `$skip` and `$limit` take it. */
export function readCount(stage: string, argument: unknown, code: number): number {
  const value = isNumber(argument) ? toJsNumber(argument) : Number.NaN;
  if (Number.isInteger(value) && value >= 0) return value;
  throw new MongoError(
    code,
    `invalid argument to ${stage} stage: Expected a non-negative whole number in: ${stage}: ${argument}`,
  );
}

function sample(documents: readonly Document[], size: number): Document[] {
  const left = [...documents];
  return Array.from({ length: Math.min(size, left.length) }, () =>
    left.splice(Math.floor(Math.random() * left.length), 1),
  ).flat();
}

export const compileSample: CompileStage = (argument) => {
  const { size, ...others } = needDocument('$sample', argument, 28745);
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw new MongoError(28748, `unrecognized option to $sample: ${unknown}`);
  if (size === undefined) throw new MongoError(28749, '$sample stage must specify a size');
  if (!isNumber(size)) throw new MongoError(28746, 'size argument to $sample must be a number');
  const count = Math.trunc(toJsNumber(size));
  if (count <= 0) throw new MongoError(28747, 'size argument to $sample must not be negative or zero');
  return (documents) => sample(documents, count);
};
