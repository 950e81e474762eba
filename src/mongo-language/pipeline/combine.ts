import type { Document } from 'bson';
import { documentOf, entriesOf } from '../values/document.js';
import { MongoError } from '../values/errors.js';
import { isDocument } from '../values/values.js';
import { type CompileStage, needDocument, refuseFieldName } from './stage.js';

// The stages that bring several pipelines together.

const notInFacet =
  /^\$(collStats|facet|geoNear|indexStats|out|merge|planCacheStats|changeStream|documents|search|searchMeta|vectorSearch)$/;

/** `$facet`: the results of several pipelines over the same documents, in one document. */
export const compileFacet: CompileStage = (argument, surroundings, compile) => {
  const facets = entriesOf(needDocument('$facet', argument, 40169)).map(([name, stages]) => {
    refuseFieldName(name);
    if (!Array.isArray(stages)) throw new MongoError(40170, `arguments to $facet must be arrays, ${name} is not`);
    for (const stage of stages) {
      const [inner = ''] = isDocument(stage) ? Object.keys(stage) : [];
      if (notInFacet.test(inner))
        throw new MongoError(40600, `${inner} is not allowed to be used within a $facet stage`);
    }
    return [name, compile(stages, surroundings)] as const;
  });
  if (facets.length === 0) throw new MongoError(40169, 'the $facet specification must be a non-empty object');
  return (documents) => [documentOf(facets.map(([name, run]) => [name, run(documents)] as const))];
};

/** `$unionWith`: behind the documents those of another collection, or of `$documents`, that went through a pipeline. */
export const compileUnion: CompileStage = (argument, surroundings, compile) => {
  const spec: unknown = typeof argument === 'string' ? { coll: argument } : argument;
  if (!isDocument(spec))
    throw new MongoError(9, `the $unionWith stage specification must be an object or string, but found ${argument}`);
  const { coll, pipeline = [], ...others } = spec as Document;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw new MongoError(40415, `BSON field '$unionWith.${unknown}' is an unknown field.`);
  if (!Array.isArray(pipeline))
    throw new MongoError(14, "BSON field '$unionWith.pipeline' is the wrong type, expected type 'array'");
  for (const stage of pipeline) {
    const [name = ''] = isDocument(stage) ? Object.keys(stage) : [];
    if (name === '$out' || name === '$merge')
      throw new MongoError(31441, `${name} is not allowed within a $unionWith's sub-pipeline`);
  }
  const isOfDocuments = coll === undefined && isDocument(pipeline[0]) && '$documents' in pipeline[0];
  if (!isOfDocuments && typeof coll !== 'string')
    throw coll === undefined
      ? new MongoError(
          9,
          '$unionWith stage without explicit collection must have a pipeline with $documents as first stage',
        )
      : new MongoError(14, "BSON field '$unionWith.coll' is the wrong type, expected type 'string'");
  const run = compile(pipeline, surroundings);
  return (documents) => [...documents, ...run(typeof coll === 'string' ? [...surroundings.find(coll, {})] : [])];
};
