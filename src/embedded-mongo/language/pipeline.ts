import { type Document, Int32, Long } from 'bson';
import { MongoError, notSupported } from '../errors.js';
import { editAt, remove } from './edit.js';
import { compileExpression } from './expression.js';
import { compileFilter } from './filter.js';
import { compileBucket, compileGroup } from './group.js';
import { compileLookup, type Surroundings } from './lookup.js';
import { valueAt } from './path.js';
import { compileProjection } from './projection.js';
import { sortDocuments } from './sort.js';
import { isDocument, isNumber, toJsNumber } from './values.js';

/** A stage or a whole pipeline, compiled. The documents that go in are not changed. */
export type Pipeline = (documents: readonly Document[]) => readonly Document[];

type CompileStage = (argument: unknown, surroundings: Surroundings) => Pipeline;

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

const compileUnwind: CompileStage = (argument) => {
  const { path, preserveNullAndEmptyArrays, includeArrayIndex, ...others } = isDocument(argument)
    ? argument
    : { path: argument };
  if (Object.keys(others).length > 0)
    throw new MongoError(28811, `unrecognized option to $unwind stage: ${Object.keys(others)}`);
  if (typeof path !== 'string' || !path.startsWith('$'))
    throw new MongoError(28818, "path option to $unwind stage should be prefixed with a '$'");
  const parts = path.slice(1).split('.');
  const numbered = (document: Document, index: unknown) =>
    includeArrayIndex === undefined ? document : editAt(document, String(includeArrayIndex).split('.'), () => index);
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
    if (!isValue && preserveNullAndEmptyArrays !== true) return [];
    return [numbered(Array.isArray(value) ? editAt(document, parts, () => remove) : document, null)];
  };
  return (documents) => documents.flatMap(unwind);
};

/** Nested objects in `$addFields` add to what is there: `{a: {b: 1}}` is `{'a.b': 1}`. */
function leaves(
  spec: Document,
  prefix: readonly string[] = [],
): (readonly [parts: readonly string[], leaf: unknown])[] {
  return Object.entries(spec).flatMap(([key, leaf]) => {
    if (key.startsWith('$')) throw new MongoError(16410, `Field names may not start with '$': ${key}`);
    const parts = [...prefix, ...key.split('.')];
    const isBranch = isDocument(leaf) && Object.keys(leaf).length > 0 && !Object.keys(leaf)[0]?.startsWith('$');
    return isBranch ? leaves(leaf, parts) : [[parts, leaf] as const];
  });
}

const compileAddFields: CompileStage = (argument, { variables }) => {
  const fields = leaves(needDocument('$addFields', argument)).map(([parts, expression]) => ({
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

const compileReplaceRoot = (name: string, newRoot: unknown, { variables }: Surroundings): Pipeline => {
  const root = compileExpression(newRoot, variables);
  return (documents) =>
    documents.map((document) => {
      const made = root(document);
      if (isDocument(made)) return made;
      throw new MongoError(40228, `'newRoot' expression of ${name} must evaluate to an object`);
    });
};

/** `$project` with nothing but exclusions. */
const compileUnset: CompileStage = (argument, { variables }) => {
  const paths = Array.isArray(argument) ? argument : [argument];
  if (paths.length === 0 || paths.some((path) => typeof path !== 'string'))
    throw new MongoError(31002, '$unset specification must be a string or an array of strings');
  const project = compileProjection(Object.fromEntries(paths.map((path) => [path, false])), { variables });
  return (documents) => documents.map(project);
};

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
    return (documents) => documents.filter(matches);
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
