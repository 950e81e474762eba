import { type Document, Int32 } from 'bson';
import type { Variables } from '../../mongo-language/expression/variables.js';
import { isReplacement } from '../../mongo-language/update/update.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { isDocument } from '../../mongo-language/values/values.js';
import type { Query } from '../planner/query.js';
import { select } from '../planner/run-plan.js';
import type { Collection } from '../storage/collection.js';
import { Arguments } from './arguments.js';
import type { Command } from './context.js';
import { queryOf } from './query-arguments.js';
import { compileRecordUpdate } from './update-record.js';
import { runEach, statements } from './write-batch.js';

export const updateFields = {
  known: ['updates', 'ordered', 'let', 'bypassDocumentValidation'],
} as const;

/** The arguments of one entry of `updates`. What is wrong with their form fails the whole command. */
function statementArguments(statement: Document): Arguments {
  const args = new Arguments('update.updates', statement, {
    known: ['q', 'u', 'c', 'upsert', 'multi', 'arrayFilters', 'hint', 'collation'],
  });
  args.document('q');
  args.require('u');
  const change = args.raw('u');
  if (!isDocument(change) && !Array.isArray(change))
    throw new MongoError(9, 'Update argument must be either an object or an array');
  return args;
}

/** Reads one entry of `updates`. */
export function readUpdate(statement: Document, variables: Variables, collection: Collection | undefined) {
  const args = statementArguments(statement);
  const multi = args.flag('multi', false);
  const change = args.raw('u');
  if (multi && isReplacement(change))
    throw new MongoError(9, 'multi update is not supported for replacement-style update');
  const query: Query = queryOf(args, collection, {
    filter: args.document('q'),
    limit: multi ? 0 : 1,
    variables: { ...variables, ...args.constants() },
  });
  const update = compileRecordUpdate(change, query, args.documents('arrayFilters', []));
  return { query, update, upsert: args.flag('upsert', false) };
}

const update: Command = (context, command) => {
  const args = new Arguments('update', command, updateFields);
  const updates = statements(context, command, 'updates');
  for (const statement of updates) statementArguments(statement);
  const { store } = context.state;
  const { database } = args;
  const name = args.collectionName();
  const options = { bypassValidation: args.flag('bypassDocumentValidation', false) };
  const variables = args.variables();
  let matched = 0;
  let modified = 0;
  const inserted: Document[] = [];
  const errors = runEach(context, updates, args.flag('ordered', true), (statement, index) => {
    const collection = store.find(database, name);
    const { query, update: compiled, upsert } = readUpdate(statement, variables, collection);
    // All of them are found before the first is changed.
    const found = [...select(collection, query).records];
    for (const record of found) {
      if (collection && compiled.change(collection, record, options)) modified++;
      matched++;
    }
    if (found.length === 0 && upsert) {
      const made = compiled.insert(store.obtain(database, name), options);
      inserted.push({ index: new Int32(index), _id: made.document._id });
    }
  });
  return {
    n: new Int32(matched + inserted.length),
    nModified: new Int32(modified),
    ...(inserted.length > 0 ? { upserted: inserted } : {}),
    ...errors,
    ok: 1,
  };
};

export const updatingCommands: Readonly<Record<string, Command>> = { update };
