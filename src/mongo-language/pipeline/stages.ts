import { Int32 } from 'bson';
import { compileExpression } from '../expression/expression.js';
import { collationOf } from '../expression/variables.js';
import { compileFilter } from '../filter/filter.js';
import { readSort, sortDocuments } from '../path/sort.js';
import { documentOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { isDocument, typeAlias } from '../values/values.js';
import { compileBucket } from './bucket.js';
import { compileBucketAuto } from './bucket-auto.js';
import { compileFacet, compileUnion } from './combine.js';
import { compileGroup } from './group.js';
import { compileLookup } from './lookup.js';
import { compileProjection } from './projection.js';
import { compileAddFields, compileReplaceRoot, compileUnset } from './reshape.js';
import { compileSample, readCount } from './some.js';
import { type CompileStage, needDocument } from './stage.js';
import { compileUnwind } from './unwind.js';

const compileSort: CompileStage = (argument, { variables }) => {
  const sort = needDocument('$sort', argument, 15973);
  if (readSort(sort).length === 0) throw new MongoError(15976, '$sort stage must have at least one sort key');
  const collation = collationOf(variables);
  return (documents) => sortDocuments(documents, sort, (document) => document, { collation });
};

const compileSortByCount: CompileStage = (argument, surroundings, compile) => {
  if (typeof argument === 'string' ? !argument.startsWith('$') : !isDocument(argument))
    throw new MongoError(
      typeof argument === 'string' ? 40148 : 40149,
      'the sortByCount field must be defined as a $-prefixed path or an expression',
    );
  if (isDocument(argument) && !Object.keys(argument)[0]?.startsWith('$'))
    throw new MongoError(
      40147,
      'the sortByCount field must be defined as a $-prefixed path or an expression inside an object',
    );
  return compile(
    [{ $group: { _id: argument, count: { $sum: new Int32(1) } } }, { $sort: { count: new Int32(-1) } }],
    surroundings,
  );
};

const compileCount: CompileStage = (argument) => {
  if (typeof argument !== 'string') throw new MongoError(40156, 'the count field must be a non-empty string');
  if (argument === '') throw new MongoError(40157, 'the count field must be a non-empty string');
  if (argument.startsWith('$')) throw new MongoError(40158, 'the count field cannot be a $-prefixed path');
  if (argument.includes('.')) throw new MongoError(40160, "the count field cannot contain '.'");
  return (documents) => (documents.length === 0 ? [] : [documentOf([[argument, new Int32(documents.length)]])]);
};

/** The stages that this server knows. */
export const stages: Readonly<Record<string, CompileStage>> = {
  $match: (argument, { variables }) => {
    const matches = compileFilter(needDocument('$match', argument), variables);
    return (documents) => documents.filter((document) => matches(document));
  },
  $group: (argument, { variables }) => compileGroup(argument, variables),
  $bucket: (argument, { variables }) => compileBucket(argument, variables),
  $bucketAuto: (argument, { variables }) => compileBucketAuto(argument, variables),
  $sortByCount: compileSortByCount,
  $sort: compileSort,
  $limit: (argument) => {
    const end = readCount('$limit', argument, 5107201);
    if (end === 0) throw new MongoError(15958, 'the limit must be positive');
    return (documents) => documents.slice(0, end);
  },
  $skip: (argument) => {
    const start = readCount('$skip', argument, 5107200);
    return (documents) => documents.slice(start);
  },
  $sample: compileSample,
  $project: (argument, { variables }) => {
    const spec = needDocument('$project', argument, 15969);
    if (Object.keys(spec).length === 0)
      throw new MongoError(
        51272,
        'Invalid $project :: caused by :: projection specification must have at least one field',
      );
    const project = compileProjection(spec, { variables });
    return (documents) => documents.map(project);
  },
  $unset: compileUnset,
  $addFields: compileAddFields,
  $set: compileAddFields,
  $replaceRoot: (argument, surroundings) => {
    const spec = needDocument('$replaceRoot', argument, 40229);
    const unknown = Object.keys(spec).find((name) => name !== 'newRoot');
    if (unknown !== undefined) throw new MongoError(40230, `unrecognized option to $replaceRoot stage: ${unknown}`);
    if (spec.newRoot === undefined) throw new MongoError(40231, 'no newRoot specified for the $replaceRoot stage');
    return compileReplaceRoot(spec.newRoot, surroundings);
  },
  $replaceWith: (argument, surroundings) => compileReplaceRoot(argument, surroundings),
  $unwind: compileUnwind,
  $lookup: (argument, surroundings, compile) => compileLookup(argument, surroundings, compile),
  $unionWith: compileUnion,
  $facet: compileFacet,
  $documents: (argument, { variables }) => {
    const made = compileExpression(argument, variables)({});
    if (!Array.isArray(made) || !made.every(isDocument))
      throw new MongoError(5858203, `an array is expected to be the argument of $documents, found ${typeAlias(made)}`);
    return () => made;
  },
  $count: compileCount,
};
