import type { Document } from 'bson';
import { namesOf } from '../../mongo-language/values/document.js';
import { isDocument, isNumber, toJsNumber } from '../../mongo-language/values/values.js';

/** The beginning of a pipeline as one query, which the planner answers, and the stages that are left. */
export interface PipelineHead {
  readonly filter: Document;
  readonly sort: Document;
  readonly skip: number;
  readonly limit: number;
  readonly rest: readonly Document[];
}

const nameOf = (stage: Document | undefined) => (stage && namesOf(stage).length === 1 ? namesOf(stage)[0] : undefined);

const wholeNumber = (value: unknown) => (isNumber(value) ? Math.max(0, Math.trunc(toJsNumber(value))) : 0);

/**
 * Takes leading `$match`es, then one `$sort`, one `$skip` and one `$limit` off a pipeline; it has been compiled before,
 * so they are sound.
 */
export function headOf(pipeline: readonly Document[]): PipelineHead {
  let at = 0;
  const take = (name: string): unknown => (nameOf(pipeline[at]) === name ? pipeline[at++]?.[name] : undefined);
  const filters: Document[] = [];
  for (let filter = take('$match'); isDocument(filter); filter = take('$match')) filters.push(filter);
  const sort = take('$sort');
  const skip = wholeNumber(take('$skip'));
  const limit = wholeNumber(take('$limit'));
  const [only] = filters;
  return {
    filter: filters.length > 1 ? { $and: filters } : (only ?? {}),
    sort: isDocument(sort) ? sort : {},
    skip,
    limit,
    rest: pipeline.slice(at),
  };
}
