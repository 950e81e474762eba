import { Agent } from 'node:http';
import { fitsClosedLoop, type Scenario } from '../model/scenario.js';
import type { SliceLoad } from '../model/slice.js';
import { closedLoop } from './http/closed-loop.js';
import { everyClass } from './http/every-class.js';
import { exchange } from './http/http-client.js';
import { openLoop } from './http/open-loop.js';
import { takeTurns } from './http/turns.js';
import type { Answer, FromLoad, LoadCommand, Target, ToLoad, TurnsCommand } from './requests/command.js';
import { nameOf, type PreparedRequest, prepareSequence } from './requests/sequence.js';
import { WrongAnswersError } from './requests/wrong-answers-error.js';
import { streamBodies } from './stream/stream-client.js';

/** The load generator as a process of its own: nothing else runs in it, and its own health can be told. */
let scenario: Scenario | undefined;
const tell = (message: FromLoad) => void process.send?.(message);

function prepared(): Scenario {
  if (!scenario) throw new Error('no scenario was prepared');
  return scenario;
}

function sequenceFor(command: LoadCommand): PreparedRequest[] {
  const isStream = ({ kind }: { kind: string }) => kind === 'stream';
  if (command.kind === 'closed') return prepareSequence(prepared(), command.seed, fitsClosedLoop);
  return prepareSequence(prepared(), command.seed, command.kind === 'stream' ? isStream : undefined);
}

async function run(id: number, command: LoadCommand | TurnsCommand): Promise<readonly SliceLoad[]> {
  const edges = { start: () => tell({ kind: 'window-start', id }), end: () => tell({ kind: 'window-end', id }) };
  if (command.kind === 'turns') return takeTurns(command, prepared());
  const sequence = sequenceFor(command);
  if (command.kind === 'open') return [await openLoop(command, sequence, edges)];
  if (command.kind === 'stream') return [await streamBodies(command, sequence, edges)];
  if (command.kind === 'closed') return [await closedLoop(command, sequence, edges)];
  return [await everyClass(command, sequence, edges)];
}

/** The first answer to one request of each class whose answers do not vary, one after another. */
async function answers(target: Target, seed: number): Promise<Answer[]> {
  const varying = new Set(
    prepared()
      .requests.filter(({ varies }) => varies)
      .map(({ name }) => name),
  );
  const seen = new Set<string>();
  const found: Answer[] = [];
  const agent = new Agent();
  for (const request of prepareSequence(prepared(), seed)) {
    if (seen.has(request.className)) continue;
    seen.add(request.className);
    let answer: Answer | undefined;
    const { bytes, fault = { kind: 'closed' } } = await exchange(
      request,
      { ...target, agent, timeoutMs: 10_000 },
      (reading) => {
        const varies = varying.has(request.className);
        answer = {
          className: request.className,
          path: request.path,
          bodyBytes: 0,
          ...reading,
          ...(varies ? { bodySha256: 'varies' } : {}),
        };
      },
    );
    if (!answer) throw new WrongAnswersError({ kind: 'no-answer', first: { request: nameOf(request), fault } });
    found.push({ ...answer, bodyBytes: varying.has(request.className) ? 0 : bytes });
  }
  agent.destroy();
  return found.toSorted((a, b) => (a.className < b.className ? -1 : 1));
}

async function obey(message: ToLoad): Promise<void> {
  if (message.kind === 'prepare') scenario = message.scenario;
  const loads = message.kind === 'run' ? await run(message.id, message.command) : [];
  const collected = message.kind === 'answers' ? await answers(message.target, message.seed) : [];
  tell({ kind: 'done', id: message.id, loads, answers: collected });
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
