import { Binary, type Document, Int32 } from 'bson';
import { maxDocumentBytes, maxMessageBytes, maxWriteBatchSize } from '../wire/limits.js';
import { startScram } from './authentication.js';
import type { Command, Context } from './context.js';

/**
 * Wire version 21 is MongoDB 7.0: the newest whose features drivers take for granted without sessions of a replica set.
 */
const wireVersion = 21;

function hello(context: Context, command: Document, legacy: boolean): Document {
  const wanted: unknown = command.compression;
  const compression = Array.isArray(wanted) ? wanted.filter((name) => name === 'zlib') : [];
  const speculative = command.speculativeAuthenticate;
  return {
    helloOk: true,
    [legacy ? 'ismaster' : 'isWritablePrimary']: true,
    maxBsonObjectSize: new Int32(maxDocumentBytes),
    maxMessageSizeBytes: new Int32(maxMessageBytes),
    maxWriteBatchSize: new Int32(maxWriteBatchSize),
    localTime: new Date(),
    logicalSessionTimeoutMinutes: new Int32(30),
    connectionId: new Int32(context.session.id),
    minWireVersion: new Int32(0),
    maxWireVersion: new Int32(wireVersion),
    readOnly: false,
    ...(compression.length > 0 ? { compression } : {}),
    ...(typeof command.saslSupportedMechs === 'string' ? { saslSupportedMechs: ['SCRAM-SHA-256'] } : {}),
    ...(speculative?.mechanism === 'SCRAM-SHA-256'
      ? { speculativeAuthenticate: startScram(context, String(speculative.db), speculative) }
      : {}),
    ok: 1,
  };
}

const buildInfo: Command = ({ state }) => ({
  version: state.version,
  gitVersion: 'embedded',
  modules: ['embedded'],
  versionArray: state.version.split('.').map(Number).concat(0),
  bits: 64,
  debug: false,
  maxBsonObjectSize: maxDocumentBytes,
  storageEngines: ['embedded'],
  ok: 1,
});

const accepted: Command = () => ({ ok: 1 });

/** The commands by which clients and servers get to know each other. */
export const handshakeCommands: Readonly<Record<string, Command>> = {
  hello: (context, command) => hello(context, command, false),
  isMaster: (context, command) => hello(context, command, true),
  ismaster: (context, command) => hello(context, command, true),
  ping: accepted,
  buildInfo,
  buildinfo: buildInfo,
  whatsmyuri: ({ session }) => ({ you: session.remote, ok: 1 }),
  connectionStatus: ({ session }) => {
    const [db = '', user = ''] = session.user?.split('.') ?? [];
    return { authInfo: { authenticatedUsers: session.user ? [{ user, db }] : [], authenticatedUserRoles: [] }, ok: 1 };
  },
  // Logical sessions only matter to transactions and retryable writes, and both are refused.
  startSession: () => ({
    id: { id: new Binary(crypto.getRandomValues(new Uint8Array(16)), Binary.SUBTYPE_UUID) },
    timeoutMinutes: 30,
    ok: 1,
  }),
  endSessions: accepted,
  refreshSessions: accepted,
  killSessions: accepted,
};
