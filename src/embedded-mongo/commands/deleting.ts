import { type Document, Int32 } from 'bson';
import type { Variables } from '../../mongo-language/expression/variables.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import type { Query } from '../planner/query.js';
import { select } from '../planner/run-plan.js';
import type { Collection } from '../storage/collection.js';
import { Arguments } from './arguments.js';
import type { Command } from './context.js';
import { queryOf } from './query-arguments.js';
import { runEach, statements } from './write-batch.js';

export const deleteFields = { known: ['deletes', 'ordered', 'let'] } as const;

/** The arguments of one entry of `deletes`. What is wrong with their form fails the whole command. */
function statementArguments(statement: Document) {
  const args = new Arguments('delete.deletes', statement, { known: ['q', 'limit', 'hint', 'collation'] });
  args.require('limit');
  const limit = args.whole('limit');
  if (limit !== 0 && limit !== 1)
    throw new MongoError(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
  args.document('q');
  return { args, limit };
}

/** Reads one entry of `deletes`. */
export function readDelete(statement: Document, variables: Variables, collection: Collection | undefined): Query {
  const { args, limit } = statementArguments(statement);
  return queryOf(args, collection, { filter: args.document('q'), limit, variables });
}

const deleteCommand: Command = (context, command) => {
  const args = new Arguments('delete', command, deleteFields);
  const deletes = statements(context, command, 'deletes');
  for (const statement of deletes) statementArguments(statement);
  const collection = context.state.store.find(args.database, args.collectionName());
  const variables = args.variables();
  let deleted = 0;
  const errors = runEach(context, deletes, args.flag('ordered', true), (statement) => {
    // All of them are found before the first goes.
    const found = [...select(collection, readDelete(statement, variables, collection)).records];
    for (const record of found) collection?.delete(record);
    deleted += found.length;
  });
  return { n: new Int32(deleted), ...errors, ok: 1 };
};

export const deletingCommands: Readonly<Record<string, Command>> = { delete: deleteCommand };
