import type { Document } from 'bson';
import { withCollation } from '../../mongo-language/expression/variables.js';
import { compilePipeline } from '../../mongo-language/pipeline/pipeline.js';
import type { Pipeline, Surroundings } from '../../mongo-language/pipeline/stage.js';
import { namesOf } from '../../mongo-language/values/document.js';
import { MongoError, notSupported } from '../../mongo-language/values/errors.js';
import type { Query } from '../planner/query.js';
import { select } from '../planner/run-plan.js';
import type { Collection } from '../storage/collection.js';
import type { Arguments } from './arguments.js';
import { collectionStats } from './collection-stats.js';
import type { ServerState } from './context.js';
import { compileMerge } from './merge-stage.js';
import { compileOut } from './out-stage.js';
import { headOf } from './pipeline-head.js';
import { collationOf, queryOf } from './query-arguments.js';
import type { WriteStage } from './write-stage.js';

export const aggregateFields = {
  known: ['pipeline', 'cursor', 'hint', 'let', 'collation', 'bypassDocumentValidation', 'explain'],
  ignored: ['allowDiskUse'],
} as const;

const writeStages: Readonly<Record<string, WriteStage>> = { $out: compileOut, $merge: compileMerge };

/**
 * An aggregation, compiled: a query that the planner answers, what is made of its documents, and where they are
 * written.
 */
export interface Aggregation {
  readonly namespace: string;
  readonly collection: Collection | undefined;
  readonly query: Query;
  /** The stages behind those that became the query. */
  readonly rest: readonly Document[];
  readonly run: Pipeline;
  readonly write: ((documents: readonly Document[]) => void) | undefined;
}

const stageName = (stage: Document | undefined): string => (stage && namesOf(stage)[0]) ?? '';

/** Throws for a stage that stands where it may not, as far as it concerns the whole pipeline. */
function refuseMisplaced(pipeline: readonly Document[]): void {
  for (const [index, stage] of pipeline.entries()) {
    const name = stageName(stage);
    if (name === '$changeStream')
      throw index === 0
        ? new MongoError(40573, 'The $changeStream stage is only supported on replica sets')
        : new MongoError(40602, '$changeStream is only valid as the first stage in a pipeline');
    if (name === '$collStats' && index > 0)
      throw new MongoError(40602, '$collStats is only valid as the first stage in a pipeline');
    if (Object.hasOwn(writeStages, name) && index < pipeline.length - 1)
      throw new MongoError(40601, `${name} can only be the final stage in the pipeline`);
  }
}

/** Stages that mongod runs over no collection, and that are not here. */
const overNothing = ['$currentOp', '$listLocalSessions', '$listSessions', '$querySettings', '$shardedDataDistribution'];

function needsCollection(first: string): MongoError {
  if (overNothing.includes(first)) return notSupported(`the stage ${first}`, first);
  return new MongoError(73, `{aggregate: 1} is not valid for '${first}'; a collection is required.`);
}

/** Reads and compiles an `aggregate`. */
export function readAggregation(args: Arguments, state: ServerState): Aggregation {
  const { database } = args;
  const name = args.raw('aggregate');
  const pipeline = args.documents('pipeline');
  refuseMisplaced(pipeline);
  const first = stageName(pipeline[0]);
  if (typeof name !== 'string' && first !== '$documents') throw needsCollection(first);
  const collection = typeof name === 'string' ? state.store.find(database, name) : undefined;
  const variables = withCollation(args.variables(), collationOf(args, collection));
  const surroundings: Surroundings = {
    variables,
    *find(from, filter) {
      const found = state.store.find(database, from);
      const query = { sort: {}, order: undefined, natural: undefined, skip: 0, limit: 0, hint: undefined };
      const collation = found?.collation;
      const { records } = select(found, { ...query, filter, collation, variables });
      for (const { document } of records) yield document;
    },
  };
  const writer = writeStages[stageName(pipeline.at(-1))];
  const options = { bypassValidation: args.flag('bypassDocumentValidation', false) };
  const write = writer?.(Object.values(pipeline.at(-1) ?? {})[0], { database, store: state.store, variables, options });
  const reading = write ? pipeline.slice(0, -1) : pipeline;
  const namespace = `${database}.${typeof name === 'string' ? name : '$cmd.aggregate'}`;
  if (first === '$collStats') {
    const made = collectionStats(namespace, collection, reading[0]?.$collStats);
    const run = compilePipeline(reading.slice(1), surroundings);
    const query = queryOf(args, undefined, { filter: {}, variables });
    return { namespace, collection: undefined, query, rest: reading, run: () => run([made]), write };
  }
  // All of it, so that what is wrong in the stages that become the query is the error that a pipeline has.
  compilePipeline(reading, surroundings);
  const { rest, ...parts } = headOf(reading);
  const query = queryOf(args, collection, { ...parts, variables });
  return { namespace, collection, query, rest, run: compilePipeline(rest, surroundings), write };
}

/** The documents of the query, as the pipeline takes them. */
export function* documentsOf({ collection, query }: Aggregation): Generator<Document> {
  for (const { document } of select(collection, query).records) yield document;
}
