import { type Document, Int32, Long } from 'bson';
import { encode } from '../../mongo-language/values/codec.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { countMatching } from '../planner/count.js';
import { countScanStage, executionStats, queryPlanner, type Stage, stagesOf } from '../planner/explain.js';
import type { Query } from '../planner/query.js';
import { select } from '../planner/run-plan.js';
import type { Counts } from '../planner/scan.js';
import type { Collection } from '../storage/collection.js';
import { aggregateFields, documentsOf, readAggregation } from './aggregation.js';
import { Arguments } from './arguments.js';
import type { Command, ServerState } from './context.js';
import { deleteFields, readDelete } from './deleting.js';
import { findAndModifyFields, findAndModifyQuery } from './find-and-modify.js';
import { countFields, countQuery, distinctFields, distinctQuery, findFields, findQuery } from './reading.js';
import { compileRecordUpdate } from './update-record.js';
import { readUpdate, updateFields } from './updating.js';
import { statementsIn } from './write-batch.js';

/** What explaining one command gives: its plan without a run, and with one. */
interface Explained {
  readonly query: Query;
  readonly planned: Stage;
  /** Undefined where it is not to be run. */
  readonly ran: { readonly stage: Stage; readonly counts: Counts; readonly returned: number } | undefined;
}

/** Of a command whose arguments have been read. */
type Explain = (args: Arguments, collection: Collection | undefined, isRun: boolean) => Explained;

/** A query, and what stands around its stages. `wrap` is told the records, where there was a run. */
function explainQuery(
  collection: Collection | undefined,
  query: Query,
  isRun: boolean,
  wrap: (stage: Stage, documents: readonly Document[] | undefined) => Stage = (stage) => stage,
): Explained {
  const { plan, counts, records } = select(collection, query);
  const planned = wrap(stagesOf(plan, query, undefined), undefined);
  if (!isRun) return { query, planned, ran: undefined };
  const documents = Array.from(records, ({ document }) => document);
  const returned = documents.length;
  return {
    query,
    planned,
    ran: { stage: wrap(stagesOf(plan, query, { counts, returned }), documents), counts, returned },
  };
}

const explainFind: Explain = (args, collection, isRun) => {
  const projection = args.document('projection', {});
  return explainQuery(collection, findQuery(args, collection), isRun, (inputStage, documents) =>
    Object.keys(projection).length === 0
      ? inputStage
      : {
          stage: 'PROJECTION_DEFAULT',
          ...(documents ? { nReturned: new Int32(documents.length) } : {}),
          transformBy: projection,
          inputStage,
        },
  );
};

const explainCount: Explain = (args, collection, isRun) => {
  const query = countQuery(args, collection);
  const { n, plan, counts, by } = countMatching(collection, query);
  const stage = (isRan: boolean): Stage => {
    const nCounted = isRan ? { nReturned: new Int32(0), nCounted: new Int32(n), nSkipped: new Int32(query.skip) } : {};
    if (by === 'all') return { stage: 'RECORD_STORE_FAST_COUNT', ...nCounted };
    const inputStage =
      by === 'keys' && plan.access.kind === 'index'
        ? countScanStage(plan.access, isRan ? counts : undefined)
        : stagesOf(plan, query, isRan ? { counts, returned: n } : undefined);
    return { stage: 'COUNT', ...nCounted, inputStage };
  };
  return { query, planned: stage(false), ran: isRun ? { stage: stage(true), counts, returned: 0 } : undefined };
};

const explainUpdate: Explain = (args, collection, isRun) => {
  const [statement, ...others] = statementsIn(args.raw('updates'), 'update.updates');
  if (!statement || others.length > 0) throw new MongoError(72, 'explained write batches must be of size 1');
  const { query, update, upsert } = readUpdate(statement, args.variables(), collection);
  return explainQuery(collection, query, isRun, (inputStage, documents) => {
    const modified = documents?.filter(
      (document) => Buffer.compare(encode(update.result(document)), encode(document)) !== 0,
    );
    const counts = documents && {
      nReturned: new Int32(0),
      nMatched: new Int32(documents.length),
      nWouldModify: new Int32(modified?.length ?? 0),
      nWouldUpsert: new Int32(upsert && documents.length === 0 ? 1 : 0),
    };
    return { stage: 'UPDATE', ...counts, inputStage };
  });
};

const explainDelete: Explain = (args, collection, isRun) => {
  const [statement, ...others] = statementsIn(args.raw('deletes'), 'delete.deletes');
  if (!statement || others.length > 0) throw new MongoError(72, 'explained write batches must be of size 1');
  const query = readDelete(statement, args.variables(), collection);
  return explainQuery(collection, query, isRun, (inputStage, documents) => ({
    stage: 'DELETE',
    ...(documents ? { nReturned: new Int32(0), nWouldDelete: new Int32(documents.length) } : {}),
    inputStage,
  }));
};

const explainFindAndModify: Explain = (args, collection, isRun) => {
  const query = findAndModifyQuery(args, collection);
  if (!args.flag('remove', false)) compileRecordUpdate(args.raw('update'), query, args.documents('arrayFilters', []));
  const stage = args.flag('remove', false) ? 'DELETE' : 'UPDATE';
  return explainQuery(collection, query, isRun, (inputStage) => ({ stage, inputStage }));
};

const explainDistinct: Explain = (args, collection, isRun) => {
  args.text('key');
  return explainQuery(collection, distinctQuery(args, collection), isRun);
};

const explains: Readonly<Record<string, { readonly fields: object; readonly explain: Explain }>> = {
  find: { fields: findFields, explain: explainFind },
  count: { fields: countFields, explain: explainCount },
  distinct: { fields: distinctFields, explain: explainDistinct },
  update: { fields: updateFields, explain: explainUpdate },
  delete: { fields: deleteFields, explain: explainDelete },
  findAndModify: { fields: findAndModifyFields, explain: explainFindAndModify },
  findandmodify: { fields: findAndModifyFields, explain: explainFindAndModify },
};

const verbosities = ['queryPlanner', 'executionStats', 'allPlansExecution'];

function report(namespace: string, verbosity: string, explained: Explained, startMs: number): Document {
  const { query, planned, ran } = explained;
  const stats = ran && executionStats(ran.stage, ran.counts, ran.returned, performance.now() - startMs);
  return {
    queryPlanner: queryPlanner(namespace, query, planned),
    ...(stats
      ? { executionStats: verbosity === 'allPlansExecution' ? { ...stats, allPlansExecution: [] } : stats }
      : {}),
  };
}

/** A pipeline that is all query is explained as one; else it is the first of its stages. */
function explainAggregation(args: Arguments, state: ServerState, verbosity: string): Document {
  const aggregation = readAggregation(args, state);
  const { namespace, collection, query, rest, run } = aggregation;
  const isRun = verbosity !== 'queryPlanner';
  const startMs = performance.now();
  const explained = explainQuery(collection, query, isRun);
  const cursor = report(namespace, verbosity, explained, startMs);
  if (rest.length === 0 && !aggregation.write) return cursor;
  const returned = isRun ? { nReturned: Long.fromNumber(run([...documentsOf(aggregation)]).length) } : {};
  const stages = rest.map((stage, index) => ({ ...stage, ...(index === rest.length - 1 ? returned : {}) }));
  return { stages: [{ $cursor: cursor }, ...stages] };
}

/** Explains a command without doing what it would do. */
export function explainCommand(state: ServerState, command: Document, verbosity: string): Document {
  if (!verbosities.includes(verbosity))
    throw new MongoError(2, `Enumeration value '${verbosity}' for field 'explain.verbosity' is not a valid value.`);
  const [name = ''] = Object.keys(command);
  const serverInfo = { host: '127.0.0.1', port: new Int32(0), version: state.version, gitVersion: 'embedded' };
  const tail = { command, serverInfo, serverParameters: {}, ok: 1 };
  if (name === 'aggregate') {
    const args = new Arguments(name, command, aggregateFields);
    return { explainVersion: '1', ...explainAggregation(args, state, verbosity), ...tail };
  }
  const known = Object.hasOwn(explains, name) ? explains[name] : undefined;
  if (!known) throw new MongoError(59, `Explain failed due to unknown command: ${name}`);
  const args = new Arguments(name, command, known.fields);
  const startMs = performance.now();
  const collection = state.store.find(args.database, args.collectionName());
  const explained = known.explain(args, collection, verbosity !== 'queryPlanner');
  return {
    explainVersion: '1',
    ...report(`${args.database}.${args.collectionName()}`, verbosity, explained, startMs),
    ...tail,
  };
}

const explain: Command = ({ state }, command) => {
  const args = new Arguments('explain', command, { known: ['verbosity'] });
  const explained = { ...args.document('explain'), $db: args.database };
  return explainCommand(state, explained, args.has('verbosity') ? args.text('verbosity') : 'allPlansExecution');
};

export const explainCommands: Readonly<Record<string, Command>> = { explain };
