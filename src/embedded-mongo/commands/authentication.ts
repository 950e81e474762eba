import { Binary, type Document } from 'bson';
import { MongoError, notSupported } from '../../mongo-language/values/errors.js';
import { Arguments } from './arguments.js';
import type { Command, Context } from './context.js';

function payloadOf(value: unknown): string {
  if (value instanceof Binary) return Buffer.from(value.value()).toString('utf8');
  throw new MongoError(14, 'a SASL payload must be binary');
}

const binary = (text: string) => new Binary(Buffer.from(text));

/** Begins SCRAM-SHA-256; also called by `hello` with speculativeAuthenticate. */
export function startScram({ state, session }: Context, database: string, start: Document): Document {
  if (start.mechanism !== 'SCRAM-SHA-256') {
    throw new MongoError(334, `Unsupported mechanism '${start.mechanism}' on this server; use SCRAM-SHA-256`);
  }
  const { user, reply, finish } = state.users.begin(database, payloadOf(start.payload));
  const skipEmptyExchange = start.options?.skipEmptyExchange === true;
  session.conversation = (finalMessage) => {
    const verified = finish(finalMessage);
    session.user = user;
    session.conversation = skipEmptyExchange ? undefined : () => ({ payload: '', done: true });
    return { payload: verified, done: skipEmptyExchange };
  };
  return { conversationId: 1, done: false, payload: binary(reply) };
}

const saslStart: Command = (context, command) => ({ ...startScram(context, String(command.$db), command), ok: 1 });

const saslContinue: Command = ({ session }, command) => {
  const { conversation } = session;
  if (!conversation) throw new MongoError(17, 'No SASL session state found');
  session.conversation = undefined;
  const { payload, done } = conversation(payloadOf(command.payload));
  return { conversationId: 1, done, payload: binary(payload), ok: 1 };
};

/** Whoever is authenticated may do everything here, so a user who should not is refused. */
const fullRole = /^(root|__system|dbOwner|readWrite|readWriteAnyDatabase)$/;

const createUser: Command = ({ state }, command) => {
  const args = new Arguments('createUser', command, {
    known: ['pwd', 'roles'],
    ignored: ['customData', 'mechanisms', 'digestPassword'],
    refused: ['authenticationRestrictions'],
  });
  const roles = Array.isArray(command.roles) ? command.roles.map((role) => role?.role ?? role) : [];
  if (!roles.some((role) => fullRole.test(role))) throw notSupported('a user who may not write');
  state.users.create(args.database, args.text('createUser'), args.text('pwd'));
  return { ok: 1 };
};

const dropUser: Command = ({ state }, command) => {
  const args = new Arguments('dropUser', command, {});
  state.users.drop(args.database, args.text('dropUser'));
  return { ok: 1 };
};

const logout: Command = ({ session }) => {
  session.user = undefined;
  return { ok: 1 };
};

export const authenticationCommands: Readonly<Record<string, Command>> = {
  saslStart,
  saslContinue,
  createUser,
  dropUser,
  logout,
};

/**
 * May this connection run this command? With `--auth` only after authentication, save for the first user made (the
 * localhost exception).
 */
export function authorize({ state, session }: Context, name: string): void {
  if (!state.authRequired || session.user !== undefined) return;
  const always = [
    'hello',
    'ismaster',
    'isMaster',
    'saslStart',
    'saslContinue',
    'ping',
    'buildInfo',
    'buildinfo',
    'endSessions',
    'logout',
    'whatsmyuri',
    'connectionStatus',
  ];
  if (always.includes(name) || (name === 'createUser' && state.users.isEmpty)) return;
  throw new MongoError(13, `Command ${name} requires authentication`);
}
