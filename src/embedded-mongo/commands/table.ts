import { type Document, Int32, Long } from 'bson';
import { MongoError, notSupported } from '../../mongo-language/values/errors.js';
import { aggregationCommands } from './aggregation.js';
import { authenticationCommands, authorize } from './authentication.js';
import { catalogCommands } from './catalog.js';
import type { Command, Context } from './context.js';
import { findAndModifyCommands } from './find-and-modify.js';
import { handshakeCommands } from './handshake.js';
import { indexCommands } from './indexes.js';
import { readingCommands } from './reading.js';
import { writingCommands } from './writing.js';

const serverStatus: Command = ({ state }) => {
  const { counters, connections } = state;
  const longs = Object.fromEntries(Object.entries(counters).map(([name, count]) => [name, Long.fromNumber(count)]));
  return {
    host: '127.0.0.1',
    version: state.version,
    process: 'embedded-mongo',
    pid: Long.fromNumber(process.pid),
    uptime: (Date.now() - state.startedMs) / 1000,
    localTime: new Date(),
    connections: {
      current: new Int32(connections.current),
      available: new Int32(50_000),
      totalCreated: new Int32(connections.totalCreated),
    },
    opcounters: longs,
    mem: { bits: new Int32(64), resident: new Int32(Math.round(process.memoryUsage.rss() / 2 ** 20)) },
    metrics: { cursor: { open: { total: Long.fromNumber(state.cursors.count) } } },
    storageEngine: { name: 'embedded', persistent: false },
    ok: 1,
  };
};

const commands: Readonly<Record<string, Command>> = {
  ...handshakeCommands,
  ...authenticationCommands,
  ...readingCommands,
  ...aggregationCommands,
  ...writingCommands,
  ...findAndModifyCommands,
  ...catalogCommands,
  ...indexCommands,
  serverStatus,
};

/** Commands of MongoDB that this server refuses by name; any other is unknown. */
const refused =
  /^(abortTransaction|commitTransaction|explain|renameCollection|mapReduce|collMod|collStats|dbStats|validate|reIndex|compact|currentOp|killOp|profile|bulkWrite|replSet\w+|shardCollection|convertToCapped|cloneCollectionAsCapped|grantRoles\w*|createRole|updateUser|usersInfo|rolesInfo|setParameter|getParameter|getLog|top|fsync|shutdown|dbHash|createSearchIndexes|listSearchIndexes)$/i;

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
      throw refused.test(name) ? notSupported(`the command ${name}`) : new MongoError(59, `no such command: '${name}'`);
    authorize(context, name);
    return run(context, command);
  } catch (error) {
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
