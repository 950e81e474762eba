import { Agent } from 'node:http';
import type { Login } from '../../model/scenario.js';
import type { AnswerBody, Target } from '../requests/command.js';
import { nameOf, type PreparedRequest, preparedLogin } from '../requests/sequence.js';
import type { Session } from '../requests/session.js';
import { WrongAnswersError } from '../requests/wrong-answers-error.js';
import { decodedBody } from './decoded-body.js';
import { exchange } from './http-client.js';

const timeoutMs = 10_000;

/** Logs in, and gives what later requests to this server carry. Throws WrongAnswersError where that cannot be done. */
export async function logIn(login: Login, target: Target): Promise<Session> {
  const request = preparedLogin(login);
  const agent = new Agent();
  let cookies: readonly string[] = [];
  let reading: Promise<AnswerBody | undefined> | undefined;
  const { fault } = await exchange(request, { ...target, agent, timeoutMs }, (response) => {
    cookies = response.headers['set-cookie'] ?? [];
    reading = decodedBody(response);
  });
  agent.destroy();
  const body = await reading;
  if (fault) throw new WrongAnswersError({ kind: 'login-failed', first: { request: nameOf(request), fault } });
  const cookie = cookies.map((each) => each.split(';', 1)[0]).join('; ');
  return { ...(cookie === '' ? {} : { cookie }), ...tokenIn(body?.text, login, request) };
}

function tokenIn(text: string | undefined, { token }: Login, { path }: PreparedRequest): Pick<Session, 'token'> {
  if (token === undefined) return {};
  const found = fieldOf(text ?? '', token);
  if (typeof found === 'string' || typeof found === 'number') return { token: String(found) };
  throw new WrongAnswersError({ kind: 'no-token', token, path });
}

/** `data.accessToken` of a JSON text; undefined where there is none, or no JSON. */
function fieldOf(text: string, way: string): unknown {
  try {
    return way
      .split('.')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], JSON.parse(text));
  } catch {
    return undefined;
  }
}
