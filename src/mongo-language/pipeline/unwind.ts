import { type Document, Long } from 'bson';
import { editAt, remove } from '../path/edit.js';
import { fieldOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { isDocument, typeAlias } from '../values/values.js';
import type { CompileStage } from './stage.js';

interface Options {
  readonly parts: readonly string[];
  readonly keepsEmpty: boolean;
  readonly indexParts: readonly string[] | undefined;
}

function readOptions(argument: unknown): Options {
  if (typeof argument !== 'string' && !isDocument(argument))
    throw new MongoError(
      15981,
      `expected either a string or an object as specification for $unwind stage, got ${typeAlias(argument)}`,
    );
  const spec: Document = typeof argument === 'string' ? { path: argument } : argument;
  const { path, preserveNullAndEmptyArrays = false, includeArrayIndex, ...others } = spec;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw new MongoError(28811, `unrecognized option to $unwind stage: ${unknown}`);
  if (path === undefined) throw new MongoError(28812, 'no path specified to $unwind stage');
  if (typeof path !== 'string')
    throw new MongoError(28808, `expected a string as the path for $unwind stage, got ${typeAlias(path)}`);
  if (!path.startsWith('$'))
    throw new MongoError(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  if (typeof preserveNullAndEmptyArrays !== 'boolean')
    throw new MongoError(28809, 'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage');
  if (includeArrayIndex !== undefined && (typeof includeArrayIndex !== 'string' || includeArrayIndex === ''))
    throw new MongoError(28810, 'expected a non-empty string for the includeArrayIndex option to $unwind stage');
  if (includeArrayIndex?.startsWith('$'))
    throw new MongoError(
      28822,
      `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${includeArrayIndex}`,
    );
  return {
    parts: path.slice(1).split('.'),
    keepsEmpty: preserveNullAndEmptyArrays,
    indexParts: includeArrayIndex?.split('.'),
  };
}

/** The value at a path through documents alone; an array on the way is not entered, not even by a number. */
function valueAt(document: Document, parts: readonly string[]): unknown {
  let value: unknown = document;
  for (const part of parts) value = isDocument(value) ? fieldOf(value, part) : undefined;
  return value;
}

export const compileUnwind: CompileStage = (argument) => {
  const { parts, keepsEmpty, indexParts } = readOptions(argument);
  const numbered = (document: Document, index: unknown) =>
    indexParts ? editAt(document, indexParts, () => index) : document;
  const unwind = (document: Document): Document[] => {
    const value = valueAt(document, parts);
    if (Array.isArray(value) && value.length > 0)
      return value.map((member, index) =>
        numbered(
          editAt(document, parts, () => member),
          Long.fromNumber(index),
        ),
      );
    const isValue = !Array.isArray(value) && value !== undefined && value !== null;
    if (!isValue && !keepsEmpty) return [];
    return [numbered(Array.isArray(value) ? editAt(document, parts, () => remove) : document, null)];
  };
  return (documents) => documents.flatMap(unwind);
};
