import type { Document } from 'bson';
import { compileExpression } from '../expression/expression.js';
import { editAt, remove } from '../path/edit.js';
import { entriesOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { isDocument } from '../values/values.js';
import { compileProjection } from './projection.js';
import { type CompileStage, needDocument, type Pipeline, type Surroundings } from './stage.js';

// The stages that make another document of each document.

/** Nested objects in `$addFields` add to what is there: `{a: {b: 1}}` is `{'a.b': 1}`. */
function leaves(
  spec: Document,
  prefix: readonly string[] = [],
): (readonly [parts: readonly string[], leaf: unknown])[] {
  return entriesOf(spec).flatMap(([key, leaf]) => {
    if (key.startsWith('$')) throw new MongoError(16410, `Field names may not start with '$': ${key}`);
    const parts = [...prefix, ...key.split('.')];
    const isBranch = isDocument(leaf) && Object.keys(leaf).length > 0 && !Object.keys(leaf)[0]?.startsWith('$');
    return isBranch ? leaves(leaf, parts) : [[parts, leaf] as const];
  });
}

export const compileAddFields: CompileStage = (argument, { variables }) => {
  const fields = leaves(needDocument('$addFields', argument, 40272)).map(([parts, expression]) => ({
    parts,
    value: compileExpression(expression, variables),
  }));
  return (documents) =>
    documents.map((document) =>
      fields.reduce((made, { parts, value }) => {
        const computed = value(document);
        return setEverywhere(made, parts, computed) as Document;
      }, document),
    );
};

/** Sets a computed field, in every document of an array on the way; what is no document gives way to one. */
function setEverywhere(value: unknown, parts: readonly string[], computed: unknown): unknown {
  const [part, ...rest] = parts;
  if (part === undefined) return computed;
  if (Array.isArray(value)) return value.map((member) => setEverywhere(member, parts, computed));
  const document = isDocument(value) ? value : {};
  return editAt(document, [part], (old) => {
    const made = setEverywhere(old, rest, computed);
    return made === undefined ? remove : made;
  });
}

export const compileReplaceRoot = (newRoot: unknown, { variables }: Surroundings): Pipeline => {
  const root = compileExpression(newRoot, variables);
  return (documents) =>
    documents.map((document) => {
      const made = root(document);
      if (isDocument(made)) return made;
      throw new MongoError(40228, "'newRoot' expression must evaluate to an object");
    });
};

/** `$project` with nothing but exclusions. */
export const compileUnset: CompileStage = (argument, { variables }) => {
  if (typeof argument !== 'string' && !Array.isArray(argument))
    throw new MongoError(31002, '$unset specification must be a string or an array');
  const paths = Array.isArray(argument) ? argument : [argument];
  if (paths.length === 0)
    throw new MongoError(31119, '$unset specification must be a string or an array with at least one field');
  if (paths.some((path) => typeof path !== 'string'))
    throw new MongoError(31120, '$unset specification must be a string or an array containing only string values');
  const project = compileProjection(Object.fromEntries(paths.map((path) => [path, false])), { variables });
  return (documents) => documents.map(project);
};
