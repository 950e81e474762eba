import { type Document, Int32 } from 'bson';
import { MongoError, notSupported } from '../../mongo-language/values/errors.js';
import { aggregationCommands } from './aggregate.js';
import { authenticationCommands, authorize } from './authentication.js';
import { catalogCommands } from './catalog.js';
import { collectionChangeCommands } from './collection-changes.js';
import type { Command, Context } from './context.js';
import { deletingCommands } from './deleting.js';
import { explainCommands } from './explain.js';
import { findAndModifyCommands } from './find-and-modify.js';
import { handshakeCommands } from './handshake.js';
import { indexCommands } from './indexes.js';
import { insertingCommands } from './inserting.js';
import { parameterCommands } from './parameters.js';
import { readingCommands } from './reading.js';
import { renameCommands } from './rename.js';
import { serverStatusCommands } from './server-status.js';
import { statsCommands } from './stats.js';
import { refuseTransaction, transactionCommands } from './transactions.js';
import { updatingCommands } from './updating.js';

const commands: Readonly<Record<string, Command>> = {
  ...handshakeCommands,
  ...authenticationCommands,
  ...readingCommands,
  ...aggregationCommands,
  ...insertingCommands,
  ...updatingCommands,
  ...deletingCommands,
  ...findAndModifyCommands,
  ...catalogCommands,
  ...collectionChangeCommands,
  ...renameCommands,
  ...indexCommands,
  ...explainCommands,
  ...statsCommands,
  ...parameterCommands,
  ...serverStatusCommands,
  ...transactionCommands,
};

/** Commands of MongoDB that this server refuses by name; any other is unknown. */
const refused =
  /^(mapReduce|validate|reIndex|compact|currentOp|killOp|profile|bulkWrite|replSet\w+|shardCollection|convertToCapped|cloneCollectionAsCapped|grantRoles\w*|createRole|updateUser|usersInfo|rolesInfo|getLog|top|fsync|shutdown|dbHash|createSearchIndexes|listSearchIndexes)$/i;

/** Which of serverStatus's operation counters a command counts in, as in mongod. */
const counterOf: Readonly<Record<string, keyof Context['state']['counters']>> = {
  insert: 'insert',
  find: 'query',
  update: 'update',
  delete: 'delete',
  getMore: 'getmore',
};

/** Runs one command to its end; nothing else runs meanwhile, so every command is atomic. An error becomes its reply. */
export function runCommand(context: Context): Document | Uint8Array {
  const { command } = context.request;
  const [name = ''] = Object.keys(command);
  const { counters } = context.state;
  counters[counterOf[name] ?? 'command'] += 1;
  try {
    const run = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!run)
      throw refused.test(name)
        ? notSupported(`the command ${name}`, `command ${name}`)
        : new MongoError(59, `no such command: '${name}'`);
    authorize(context, name);
    refuseTransaction(command);
    return run(context, command);
  } catch (error) {
    context.state.refusals.note(error);
    return errorReply(error);
  }
}

function errorReply(error: unknown): Document {
  const { code, codeName, message, extra } = error instanceof MongoError ? error : unexpected(error as Error);
  return { ok: 0, errmsg: message, code: new Int32(code), codeName, ...extra };
}

/** What a command that is nested without end runs into; anything else is a fault of this server, and logged. */
function unexpected(error: Error): MongoError {
  if (error instanceof RangeError && error.message.includes('call stack'))
    return new MongoError(15, 'the command or a document exceeds the maximum nesting depth');
  process.stderr.write(`${error.stack}\n`);
  return new MongoError(1, `the embedded server failed: ${error.message}`);
}
