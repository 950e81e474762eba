import { fitsClosedLoop, type Scenario } from '../model/scenario.js';
import type { SliceLoad } from '../model/slice.js';
import { closedLoop } from './http/closed-loop.js';
import { everyClass } from './http/every-class.js';
import { logIn } from './http/login.js';
import { openLoop } from './http/open-loop.js';
import { readAnswers } from './http/read-answers.js';
import { takeTurns } from './http/turns.js';
import type { Answer, FromLoad, LoadCommand, Target, ToLoad, TurnsCommand } from './requests/command.js';
import { type PreparedRequest, prepareSequence } from './requests/sequence.js';
import type { Session } from './requests/session.js';
import { WrongAnswersError } from './requests/wrong-answers-error.js';
import { streamBodies } from './stream/stream-client.js';

/** The load generator as a process of its own: nothing else runs in it, and its own health can be told. */
let scenario: Scenario | undefined;
/** By address: servers that were logged in to. A new login takes the place of an older one. */
const sessions = new Map<string, Session>();
const tell = (message: FromLoad) => void process.send?.(message);

function prepared(): Scenario {
  if (!scenario) throw new Error('no scenario was prepared');
  return scenario;
}

const addressOf = ({ host, port }: Target) => `${host} ${port}`;
const sessionOf = (target: Target) => sessions.get(addressOf(target)) ?? {};

function sequenceFor(command: LoadCommand): PreparedRequest[] {
  const isStream = ({ kind }: { kind: string }) => kind === 'stream';
  const session = sessionOf(command.target);
  if (command.kind === 'closed') return prepareSequence(prepared(), command.seed, fitsClosedLoop, session);
  return prepareSequence(prepared(), command.seed, command.kind === 'stream' ? isStream : undefined, session);
}

async function run(id: number, command: LoadCommand | TurnsCommand): Promise<readonly SliceLoad[]> {
  const edges = { start: () => tell({ kind: 'window-start', id }), end: () => tell({ kind: 'window-end', id }) };
  if (command.kind === 'turns') return takeTurns(command, prepared(), sessionOf);
  const sequence = sequenceFor(command);
  if (command.kind === 'open') return [await openLoop(command, sequence, edges)];
  if (command.kind === 'stream') return [await streamBodies(command, sequence, edges)];
  if (command.kind === 'closed') return [await closedLoop(command, sequence, edges)];
  return [await everyClass(command, sequence, edges)];
}

function answersOf({ target, seed }: Extract<ToLoad, { kind: 'answers' }>): Promise<Answer[]> {
  return readAnswers(prepareSequence(prepared(), seed, undefined, sessionOf(target)), target);
}

async function obey(message: ToLoad): Promise<void> {
  if (message.kind === 'prepare') scenario = message.scenario;
  if (message.kind === 'login') sessions.set(addressOf(message.target), await logIn(message.login, message.target));
  const loads = message.kind === 'run' ? await run(message.id, message.command) : [];
  const answers = message.kind === 'answers' ? await answersOf(message) : [];
  tell({ kind: 'done', id: message.id, loads, answers });
}

process.on('message', (message: ToLoad) => {
  obey(message).catch((error: Error) =>
    tell({
      kind: 'failed',
      id: message.id,
      message: error.message,
      wrongAnswers: error instanceof WrongAnswersError ? error.what : undefined,
    }),
  );
});
// The bench is gone: there is nobody left to tell.
process.on('disconnect', () => process.exit());
