import { encode } from '../../mongo-language/values/codec.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { cursorReply } from '../wire/cursor-reply.js';
import { aggregateFields, documentsOf, readAggregation } from './aggregation.js';
import { Arguments } from './arguments.js';
import type { Command } from './context.js';
import { explainCommand } from './explain.js';

const aggregate: Command = ({ state }, command) => {
  const args = new Arguments('aggregate', command, aggregateFields);
  if (args.flag('explain', false)) return explainCommand(state, command, 'queryPlanner');
  if (!args.has('cursor'))
    throw new MongoError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
  const cursor = new Arguments('cursor', args.document('cursor'), { known: ['batchSize'] });
  const aggregation = readAggregation(args, state);
  const { namespace, run, write } = aggregation;
  const documents = run([...documentsOf(aggregation)]);
  write?.(documents);
  const batch = state.cursors.begin(
    namespace,
    write ? [] : documents.map((document) => encode(document)),
    write ? undefined : cursor.count('batchSize'),
    false,
  );
  return cursorReply('firstBatch', batch.documents, batch.id, namespace);
};

export const aggregationCommands: Readonly<Record<string, Command>> = { aggregate };
