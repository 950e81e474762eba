import { Agent } from 'node:http';
import type { Scenario } from '../model/scenario.js';
import { closedLoop } from './closed-loop.js';
import { exchange } from './http-client.js';
import { openLoop } from './open-loop.js';
import type { Answer, FromLoad, LoadOrder, ToLoad } from './order.js';
import { classByClass, type PreparedRequest, prepareSequence } from './sequence.js';
import { streamBodies } from './stream-client.js';

/** The load generator as a process of its own: nothing else runs in it, and its own health can be told. */
let scenario: Scenario | undefined;
const tell = (message: FromLoad) => void process.send?.(message);

/** A closed loop reads bodies as text and waits for one with every answer: not for large bodies, nor for HEAD. */
const fitsClosedLoop = ({ kind, method }: { kind: string; method: string }) => kind === 'plain' && method !== 'HEAD';

function sequenceFor(order: LoadOrder): PreparedRequest[] {
  if (!scenario) throw new Error('no scenario was prepared');
  if (order.kind === 'open') return prepareSequence(scenario, order.seed);
  if (order.kind === 'stream') return prepareSequence(scenario, order.seed, ({ kind }) => kind === 'stream');
  const mix = prepareSequence(scenario, order.seed, fitsClosedLoop);
  if (order.kind !== 'warm-up' || !order.classByClass) return mix;
  return [...classByClass(mix, order.connections), ...mix];
}

function run(id: number, order: LoadOrder) {
  const edges = { start: () => tell({ kind: 'window-start', id }), end: () => tell({ kind: 'window-end', id }) };
  const sequence = sequenceFor(order);
  if (order.kind === 'open') return openLoop(order, sequence, edges);
  if (order.kind === 'stream') return streamBodies(order, sequence, edges);
  return closedLoop(order, sequence, edges);
}

/** The first answer to one request of each class whose answers do not vary, one after another. */
async function answers(port: number, seed: number): Promise<Answer[]> {
  if (!scenario) throw new Error('no scenario was prepared');
  const varying = new Set(scenario.requests.filter(({ varies }) => varies).map(({ name }) => name));
  const seen = new Set<string>();
  const found: Answer[] = [];
  const agent = new Agent();
  for (const request of prepareSequence(scenario, seed)) {
    if (seen.has(request.className)) continue;
    seen.add(request.className);
    let answer: Answer | undefined;
    const { bytes, fault } = await exchange(request, { port, agent, timeoutMs: 10_000 }, (reading) => {
      const varies = varying.has(request.className);
      answer = {
        className: request.className,
        path: request.path,
        bodyBytes: 0,
        ...reading,
        ...(varies ? { bodySha256: 'varies' } : {}),
      };
    });
    if (!answer) throw new Error(fault ?? `${request.className}: no answer`);
    found.push({ ...answer, bodyBytes: varying.has(request.className) ? 0 : bytes });
  }
  agent.destroy();
  return found.toSorted((a, b) => (a.className < b.className ? -1 : 1));
}

async function obey(message: ToLoad): Promise<void> {
  if (message.kind === 'prepare') scenario = message.scenario;
  const load = message.kind === 'run' ? await run(message.id, message.order) : undefined;
  const collected = message.kind === 'answers' ? await answers(message.port, message.seed) : [];
  tell({ kind: 'done', id: message.id, load, answers: collected });
}

process.on('message', (message: ToLoad) => {
  obey(message).catch((error: Error) => tell({ kind: 'failed', id: message.id, message: error.message }));
});
// The bench is gone: there is nobody left to tell.
process.on('disconnect', () => process.exit());
