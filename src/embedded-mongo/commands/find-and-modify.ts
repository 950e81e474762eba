import { type Document, Int32 } from 'bson';
import { compileProjection } from '../../mongo-language/pipeline/projection.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import type { Query } from '../planner/query.js';
import { select } from '../planner/run-plan.js';
import type { Collection } from '../storage/collection.js';
import { Arguments } from './arguments.js';
import type { Command } from './context.js';
import { queryOf } from './query-arguments.js';
import { compileRecordUpdate } from './update-record.js';

export const findAndModifyFields = {
  known: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'arrayFilters',
    'hint',
    'let',
    'collation',
    'bypassDocumentValidation',
  ],
} as const;

/** Throws FailedToParse for what contradicts itself. */
function refuseContradictions(args: Arguments): void {
  const problem = (message: string) => new MongoError(9, message);
  const remove = args.flag('remove', false);
  if (!remove && !args.has('update')) throw problem('Either an update or remove=true must be specified');
  if (!remove) return;
  if (args.has('update')) throw problem('Cannot specify both an update and remove=true');
  if (args.flag('upsert', false)) throw problem('Cannot specify both upsert=true and remove=true ');
  if (args.flag('new', false))
    throw problem("Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
  if (args.has('arrayFilters')) throw problem('Cannot specify arrayFilters and remove=true');
}

export function findAndModifyQuery(args: Arguments, collection: Collection | undefined): Query {
  return queryOf(args, collection, {
    filter: args.document('query', {}),
    sort: args.document('sort', {}),
    limit: 1,
    variables: args.variables(),
  });
}

const findAndModify: Command = ({ state }, command) => {
  const [name = 'findAndModify'] = Object.keys(command);
  const args = new Arguments(name, command, findAndModifyFields);
  refuseContradictions(args);
  const collection = state.store.find(args.database, args.collectionName());
  const query = findAndModifyQuery(args, collection);
  const { filter, variables } = query;
  const project = args.has('fields')
    ? compileProjection(args.document('fields'), { variables, query: filter })
    : (document: Document) => document;
  const isRemoval = args.flag('remove', false);
  const update = isRemoval
    ? undefined
    : compileRecordUpdate(args.raw('update'), query, args.documents('arrayFilters', []));
  const [record] = select(collection, query).records;
  if (!update) {
    if (record) collection?.delete(record);
    return {
      lastErrorObject: { n: new Int32(record ? 1 : 0) },
      value: record ? project(record.document) : null,
      ok: 1,
    };
  }
  const wantNew = args.flag('new', false);
  const options = { bypassValidation: args.flag('bypassDocumentValidation', false) };
  if (collection && record) {
    const before = record.document;
    update.change(collection, record, options);
    const lastErrorObject = { n: new Int32(1), updatedExisting: true };
    return { lastErrorObject, value: project(wantNew ? record.document : before), ok: 1 };
  }
  if (!args.flag('upsert', false))
    return { lastErrorObject: { n: new Int32(0), updatedExisting: false }, value: null, ok: 1 };
  const made = update.insert(state.store.obtain(args.database, args.collectionName()), options).document;
  const lastErrorObject = { n: new Int32(1), updatedExisting: false, upserted: made._id };
  return { lastErrorObject, value: wantNew ? project(made) : null, ok: 1 };
};

export const findAndModifyCommands: Readonly<Record<string, Command>> = { findAndModify, findandmodify: findAndModify };
