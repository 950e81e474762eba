import { Agent, type IncomingMessage } from 'node:http';
import type { Answer, AnswerBody, Target } from '../requests/command.js';
import { nameOf, type PreparedRequest } from '../requests/sequence.js';
import { WrongAnswersError } from '../requests/wrong-answers-error.js';
import { decodedBody } from './decoded-body.js';
import { exchange } from './http-client.js';

const timeoutMs = 10_000;

/** What a client acts on. Others may differ as they like: dates, tags, the names of servers. */
const comparedHeaders = ['content-type', 'location'] as const;

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(comparedHeaders.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])));
}

/**
 * The answer to the first request of each class in the sequence, one after another, sorted by the classes' names.
 * Throws WrongAnswersError when there is none of one, or not a whole one.
 */
export async function readAnswers(sequence: readonly PreparedRequest[], target: Target): Promise<Answer[]> {
  const seen = new Set<string>();
  const found: Answer[] = [];
  const agent = new Agent();
  for (const request of sequence) {
    if (seen.has(request.className)) continue;
    seen.add(request.className);
    const askedAtMs = Date.now();
    let head: Pick<Answer, 'status' | 'headers'> | undefined;
    let reading: Promise<AnswerBody | undefined> | undefined;
    const { fault = { kind: 'closed' } } = await exchange(request, { ...target, agent, timeoutMs }, (response) => {
      head = { status: response.statusCode ?? 0, headers: headersOf(response) };
      reading = decodedBody(response);
    });
    const body = await reading;
    if (!head || !body) throw new WrongAnswersError({ kind: 'no-answer', first: { request: nameOf(request), fault } });
    found.push({ ...nameOf(request), askedAtMs, ...head, ...body });
  }
  agent.destroy();
  return found.toSorted((a, b) => (a.className < b.className ? -1 : 1));
}
