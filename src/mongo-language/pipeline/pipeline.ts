import type { Document } from 'bson';
import { MongoError, notSupported } from '../values/errors.js';
import { isDocument } from '../values/values.js';
import type { CompileStages, Pipeline, Surroundings } from './stage.js';
import { stages } from './stages.js';

/** Real stages of MongoDB that are refused as not supported; any other name is an error of the client. */
const known =
  /^\$(changeStream|changeStreamSplitLargeEvent|collStats|currentOp|densify|fill|geoNear|graphLookup|indexStats|listLocalSessions|listSearchIndexes|listSessions|planCacheStats|redact|search|searchMeta|setWindowFields|shardedDataDistribution|vectorSearch)$/;

/** Compiles an aggregation, all of it before anything runs. */
export const compilePipeline: CompileStages = (pipeline, surroundings) => {
  const compiled = pipeline.map((stage) => compileStage(stage, surroundings));
  return (documents) => compiled.reduce((current, run) => run(current), documents);
};

function compileStage(stage: Document, surroundings: Surroundings): Pipeline {
  if (!isDocument(stage)) throw new MongoError(14, "Each element of the 'pipeline' array must be an object");
  const [name, ...others] = Object.keys(stage);
  if (name === undefined || others.length > 0)
    throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
  const compile = Object.hasOwn(stages, name) ? stages[name] : undefined;
  if (compile) return compile(stage[name], surroundings, compilePipeline);
  // A stage that writes is taken off by whoever runs the pipeline, where it is the last one.
  if (name === '$out' || name === '$merge')
    throw new MongoError(40601, `${name} can only be the final stage in the pipeline`);
  throw known.test(name)
    ? notSupported(`the stage ${name}`, name)
    : new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
}
