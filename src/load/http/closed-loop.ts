import autocannon from 'autocannon';
import type { RequestFailure, RequestFault } from '../../model/request-failure.js';
import type { SliceLoad } from '../../model/slice.js';
import type { ClosedCommand, Target } from '../requests/command.js';
import { faultOf, nameOf, type PreparedRequest } from '../requests/sequence.js';
import { WrongAnswersError } from '../requests/wrong-answers-error.js';
import { exhaustionOf } from './http-client.js';
import { Tally } from './tally.js';

/**
 * autocannon drives the connections; what is sent and what is counted is ours. Its own figures are not used: they are
 * kept in whole milliseconds, and its corrections invent requests (checked on 9.0.0).
 *
 * The members below are private to autocannon 9.0.0, which is why its version is pinned and tests cover each use.
 */
interface CannonClient {
  on(event: 'response', listener: (status: number, bytes: number, durationMs: number) => void): void;
  on(event: 'headers', listener: (head: ResponseHead) => void): void;
  on(event: 'connError' | 'timeout', listener: (error?: Error) => void): void;
  readonly opts: { hostname: string };
  requestIterator: Iterator;
  pipelinedRequests: { size(): number; clear(): void };
  reqsMade: number;
  parser: { reinitialize(type: 'RESPONSE'): void };
  _connect(): void;
  destroy(): void;
}

/** What the parser tells of an answer's head; headers as names and values in turn. */
interface ResponseHead {
  readonly versionMajor: number;
  readonly versionMinor: number;
  readonly headers: readonly string[];
}

/** Connections that fail before the slice is given up. */
const maxBrokenConnections = 100;

/** One request as bytes, with what is expected of its answer. */
interface Shot {
  readonly requestBuffer: Buffer;
  readonly request: PreparedRequest;
}

/**
 * Stands in for autocannon's request iterator: all connections take from one sequence, and nothing is built while it
 * runs.
 */
interface Iterator {
  currentRequest: Shot;
  readonly resetted: false;
  nextRequest(): void;
  recordBody(shot: Shot, status: number, body: string): void;
}

/** `127.0.0.1:8080`, `[::1]:8080` */
function hostOf({ host, port }: Target): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function encode(request: PreparedRequest, host: string): Buffer {
  const body = Buffer.from(request.body ?? '');
  const lengthHeader = body.length > 0 ? { 'Content-Length': String(body.length) } : {};
  const headers = { Host: host, Connection: 'keep-alive', ...request.headers, ...lengthHeader };
  const head = `${request.method} ${request.path} HTTP/1.1\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Sends the sequence round and round, from wherever the last connection left it. */
function magazine(sequence: readonly PreparedRequest[], target: Target): () => Shot {
  const host = hostOf(target);
  const shots = sequence.map((request) => ({ request, requestBuffer: encode(request, host) }));
  let next = 0;
  return () => {
    const shot = shots[next++ % shots.length];
    if (!shot) throw new Error('there is no request for a closed loop: the scenario has streams only');
    return shot;
  };
}

/** Is the connection closed after this answer? HTTP/1.0 closes unless it says otherwise (RFC 9112, 9.3). */
function announcesClose({ versionMajor, versionMinor, headers }: ResponseHead): boolean {
  const index = headers.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === 'connection');
  const connection = index < 0 ? undefined : headers[index + 1]?.toLowerCase();
  return connection === 'close' || (versionMajor === 1 && versionMinor === 0 && connection !== 'keep-alive');
}

/** What all clients of a closed loop share. */
interface Shared {
  readonly take: () => Shot;
  readonly tally: Tally;
  readonly timeoutMs: number;
  /** Called for each request that came to an end. */
  readonly done: () => void;
}

/** Takes over one client: our requests in, our counts out. */
function takeOver(client: CannonClient, { take, tally, timeoutMs, done }: Shared): void {
  let failure: RequestFailure | undefined;
  let answered: PreparedRequest | undefined;
  let lastHead: ResponseHead | undefined;
  let again = false;
  client.requestIterator = {
    currentRequest: take(),
    resetted: false,
    nextRequest() {
      if (!again) this.currentRequest = take();
      again = false;
    },
    recordBody({ request }, status, body) {
      answered = request;
      const bounded = request.minBytes > 0 || request.maxBytes < Number.POSITIVE_INFINITY;
      const bodyBytes = bounded ? Buffer.byteLength(body) : 0;
      const fault = faultOf(request, status, bodyBytes, (text) => body.includes(text));
      failure = fault && { request: nameOf(request), fault };
    },
  };
  const fail = (fault: RequestFault) => {
    tally.sent();
    tally.failed({ fault });
    done();
  };
  client.on('headers', (head) => {
    lastHead = head;
  });
  client.on('response', (_status, bytes, durationMs) => {
    if (!answered) return;
    tally.sent();
    if (failure) tally.failed(failure);
    else tally.answered(answered.className, durationMs * 1000, bytes);
    done();
  });
  client.on('connError', (error) => {
    const exhausted = exhaustionOf(error);
    if (exhausted !== undefined) tally.ranOut(exhausted);
    fail({ kind: 'connection-failed', message: String(error?.message) });
  });
  client.on('timeout', () => fail({ kind: 'no-answer', withinMs: timeoutMs }));
  const connect = client._connect;
  client._connect = function () {
    const unanswered = this.pipelinedRequests.size();
    if (unanswered > 0 && lastHead !== undefined && announcesClose(lastHead)) {
      // autocannon wrote its next request on a connection that the server had said it would close. It was never taken:
      // it is sent again.
      this.reqsMade -= unanswered;
      again = true;
    } else if (unanswered > 0) {
      fail({ kind: 'closed' });
    }
    // autocannon keeps the request in its queue, and would pair every later answer with an earlier request.
    this.pipelinedRequests.clear();
    // Else the answers on a new connection would be read as the rest of a body that was cut off on the old one.
    this.parser.reinitialize('RESPONSE');
    lastHead = undefined;
    connect.call(this);
  };
}

function firstOf([first]: readonly RequestFailure[]): { readonly first?: RequestFailure } {
  return first ? { first } : {};
}

/**
 * Closed loop: each connection sends its next request when its last was answered, until an exact number of requests has
 * come to an end. Timed from the start of the connections to the last answer; autocannon itself notices its end only at
 * its next sample.
 */
export async function closedLoop(
  command: ClosedCommand,
  sequence: readonly PreparedRequest[],
  edges: { start(): void; end(): void },
): Promise<SliceLoad> {
  const tally = new Tally();
  const take = magazine(sequence, command.target);
  // autocannon counts it in whole seconds.
  const timeoutSeconds = Math.ceil(command.requestTimeoutMs / 1000);
  let left = command.requestCount;
  const end = () => {
    if (Number.isFinite(tally.elapsedMs)) return;
    tally.end();
    edges.end();
  };
  const done = () => {
    left--;
    if (left === 0) end();
  };
  tally.begin();
  edges.start();
  await autocannon({
    url: `http://${hostOf(command.target)}`,
    connections: Math.min(command.connections, command.requestCount),
    amount: command.requestCount,
    timeout: timeoutSeconds,
    // How often it looks whether it should end.
    sampleInt: 20,
    // Against a server that is gone it would reconnect in a hot loop.
    bailout: maxBrokenConnections,
    setupClient: (given) => {
      const client = given as unknown as CannonClient;
      // It would look up the name `[::1]`, brackets and all.
      client.opts.hostname = command.target.host;
      takeOver(client, { take, tally, timeoutMs: 1000 * timeoutSeconds, done });
    },
  } as autocannon.Options);
  end();
  const load = tally.result('closed');
  if (load.failureCount >= maxBrokenConnections && left > 0 && load.generator.exhausted === undefined)
    throw new WrongAnswersError({
      kind: 'broken-connections',
      count: load.failureCount,
      ...firstOf(load.failureExamples),
    });
  return load;
}
