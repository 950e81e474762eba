import { type Document, Int32 } from 'bson';
import { compileExpression } from '../expression/expression.js';
import { compileFilter } from '../filter/filter.js';
import { sortDocuments } from '../path/sort.js';
import { MongoError, notSupported } from '../values/errors.js';
import { isDocument, isNumber, toJsNumber } from '../values/values.js';
import { compileBucket, compileGroup } from './group.js';
import { compileLookup } from './lookup.js';
import { compileProjection } from './projection.js';
import { compileAddFields, compileReplaceRoot, compileUnset, compileUnwind } from './reshape.js';
import { type CompileStage, needDocument, type Pipeline, type Surroundings } from './stage.js';

function count(stage: string, argument: unknown, least: number): number {
  const value = isNumber(argument) ? toJsNumber(argument) : Number.NaN;
  if (!Number.isInteger(value) || value < least)
    throw new MongoError(15958, `invalid argument to ${stage} stage: must be a whole number of at least ${least}`);
  return value;
}

const compileFacet: CompileStage = (argument, surroundings) => {
  const facets = Object.entries(needDocument('$facet', argument)).map(([name, stages]) => {
    if (!Array.isArray(stages)) throw new MongoError(40170, `arguments to $facet must be arrays, ${name} is not`);
    return [name, compilePipeline(stages, surroundings)] as const;
  });
  if (facets.length === 0) throw new MongoError(40169, 'the $facet specification must be a non-empty object');
  return (documents) => [Object.fromEntries(facets.map(([name, run]) => [name, run(documents)]))];
};

const compileUnion: CompileStage = (argument, surroundings) => {
  const {
    coll,
    pipeline = [],
    ...others
  } = typeof argument === 'string' ? { coll: argument } : needDocument('$unionWith', argument);
  if (typeof coll !== 'string' || Object.keys(others).length > 0) throw notSupported('$unionWith of no collection');
  const run = compilePipeline(pipeline, surroundings);
  return (documents) => [...documents, ...run([...surroundings.find(coll, {})])];
};

function sample(documents: readonly Document[], size: number): Document[] {
  const left = [...documents];
  return Array.from({ length: Math.min(size, left.length) }, () =>
    left.splice(Math.floor(Math.random() * left.length), 1),
  ).flat();
}

/** The stages that this server knows. Others are refused by name. */
const stages: Readonly<Record<string, CompileStage>> = {
  $match: (argument, { variables }) => {
    const matches = compileFilter(needDocument('$match', argument), variables);
    return (documents) => documents.filter((document) => matches(document));
  },
  $group: (argument, { variables }) => compileGroup(argument, variables),
  $bucket: (argument, { variables }) => compileBucket(needDocument('$bucket', argument), variables),
  $sortByCount: (argument, surroundings) =>
    compilePipeline(
      [{ $group: { _id: argument, count: { $sum: new Int32(1) } } }, { $sort: { count: new Int32(-1) } }],
      surroundings,
    ),
  $sort: (argument) => {
    const sort = needDocument('$sort', argument);
    return (documents) => sortDocuments(documents, sort, (document) => document);
  },
  $limit: (argument) => {
    const end = count('$limit', argument, 1);
    return (documents) => documents.slice(0, end);
  },
  $skip: (argument) => {
    const start = count('$skip', argument, 0);
    return (documents) => documents.slice(start);
  },
  $sample: (argument) => {
    const size = count('$sample', needDocument('$sample', argument).size, 1);
    return (documents) => sample(documents, size);
  },
  $project: (argument, { variables }) => {
    const project = compileProjection(needDocument('$project', argument), { variables });
    return (documents) => documents.map(project);
  },
  $unset: compileUnset,
  $addFields: compileAddFields,
  $set: compileAddFields,
  $replaceRoot: (argument, surroundings) =>
    compileReplaceRoot('$replaceRoot', needDocument('$replaceRoot', argument).newRoot, surroundings),
  $replaceWith: (argument, surroundings) => compileReplaceRoot('$replaceWith', argument, surroundings),
  $unwind: compileUnwind,
  $lookup: (argument, surroundings) => compileLookup(needDocument('$lookup', argument), surroundings, compilePipeline),
  $unionWith: compileUnion,
  $facet: compileFacet,
  $documents: (argument, { variables }) => {
    const made = compileExpression(argument, variables)({});
    if (!Array.isArray(made)) throw new MongoError(5858203, '$documents must be an array of objects');
    return () => made;
  },
  $count: (argument) => {
    if (typeof argument !== 'string' || argument === '')
      throw new MongoError(40156, 'the count field must be a non-empty string');
    return (documents) => (documents.length === 0 ? [] : [{ [argument]: new Int32(documents.length) }]);
  },
};

/** Real stages of MongoDB that are refused as not supported; any other name is an error of the client. */
const known =
  /^\$(bucketAuto|changeStream|collStats|currentOp|densify|fill|geoNear|graphLookup|indexStats|listLocalSessions|listSessions|merge|out|planCacheStats|redact|search|searchMeta|setWindowFields|vectorSearch)$/;

/** Compiles an aggregation, all of it before anything runs. */
export function compilePipeline(pipeline: readonly Document[], surroundings: Surroundings): Pipeline {
  const compiled = pipeline.map((stage) => {
    const [name, ...others] = isDocument(stage) ? Object.keys(stage) : [];
    if (name === undefined || others.length > 0)
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
    const compile = Object.hasOwn(stages, name) ? stages[name] : undefined;
    if (!compile)
      throw known.test(name)
        ? notSupported(`the stage ${name}`)
        : new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
    return compile(stage[name], surroundings);
  });
  return (documents) => compiled.reduce((current, run) => run(current), documents);
}
