import { type Document, Int32 } from 'bson';
import { MongoError, notSupported } from '../errors.js';
import { editAt, remove } from './edit.js';
import { compileExpression } from './expression.js';
import { compileFilter } from './filter.js';
import { groupDocuments } from './group.js';
import { valueAt } from './path.js';
import { compileProjection } from './projection.js';
import { sortDocuments } from './sort.js';
import { isDocument, isNumber, toJsNumber } from './values.js';

type Stage = (documents: readonly Document[], argument: unknown) => readonly Document[];

function needDocument(stage: string, argument: unknown): Document {
  if (isDocument(argument)) return argument;
  throw new MongoError(15959, `the ${stage} specification must be an object`);
}

function count(stage: string, argument: unknown, least: number): number {
  const value = isNumber(argument) ? toJsNumber(argument) : Number.NaN;
  if (!Number.isInteger(value) || value < least)
    throw new MongoError(15958, `invalid argument to ${stage} stage: must be a whole number of at least ${least}`);
  return value;
}

function unwind(documents: readonly Document[], argument: unknown): Document[] {
  const { path, preserveNullAndEmptyArrays, ...others } = isDocument(argument) ? argument : { path: argument };
  if (Object.keys(others).length > 0) throw notSupported(`$unwind with ${Object.keys(others).join(', ')}`);
  if (typeof path !== 'string' || !path.startsWith('$'))
    throw new MongoError(28818, "path option to $unwind stage should be prefixed with a '$'");
  const parts = path.slice(1).split('.');
  return documents.flatMap((document) => {
    const value = valueAt(document, parts);
    if (Array.isArray(value) && value.length > 0) return value.map((member) => editAt(document, parts, () => member));
    if (!Array.isArray(value) && value !== undefined && value !== null) return [document];
    if (preserveNullAndEmptyArrays !== true) return [];
    return [Array.isArray(value) ? editAt(document, parts, () => remove) : document];
  });
}

function addFields(documents: readonly Document[], argument: unknown): Document[] {
  const fields = Object.entries(needDocument('$addFields', argument)).map(([path, expression]) => ({
    parts: path.split('.'),
    value: compileExpression(expression),
  }));
  return documents.map((document) =>
    fields.reduce((made, { parts, value }) => {
      const computed = value(document);
      return editAt(made, parts, () => (computed === undefined ? remove : computed));
    }, document),
  );
}

/** The stages that this server knows. Others are refused by name. */
const stages: Readonly<Record<string, Stage>> = {
  $match: (documents, argument) => documents.filter(compileFilter(needDocument('$match', argument))),
  $group: groupDocuments,
  $sort: (documents, argument) => sortDocuments(documents, needDocument('$sort', argument), (document) => document),
  $limit: (documents, argument) => documents.slice(0, count('$limit', argument, 1)),
  $skip: (documents, argument) => documents.slice(count('$skip', argument, 0)),
  $project: (documents, argument) => documents.map(compileProjection(needDocument('$project', argument))),
  $addFields: addFields,
  $set: addFields,
  $unwind: unwind,
  $count: (documents, argument) => {
    if (typeof argument !== 'string' || argument === '')
      throw new MongoError(40156, 'the count field must be a non-empty string');
    return documents.length === 0 ? [] : [{ [argument]: new Int32(documents.length) }];
  },
};

/** Real stages of MongoDB that are refused as not supported; any other name is an error of the client. */
const known =
  /^\$(bucket|bucketAuto|changeStream|collStats|currentOp|densify|documents|facet|fill|geoNear|graphLookup|indexStats|listSessions|lookup|merge|out|planCacheStats|redact|replaceRoot|replaceWith|sample|search|setWindowFields|sortByCount|unionWith|unset|vectorSearch)$/;

/** Runs an aggregation over documents, which are not changed. */
export function runPipeline(documents: readonly Document[], pipeline: readonly Document[]): readonly Document[] {
  return pipeline.reduce<readonly Document[]>((current, stage) => {
    const [name, ...others] = Object.keys(stage);
    if (name === undefined || others.length > 0)
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
    const run = stages[name];
    if (!run)
      throw known.test(name)
        ? notSupported(`the stage ${name}`)
        : new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
    return run(current, stage[name]);
  }, documents);
}
