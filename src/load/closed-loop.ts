import autocannon from 'autocannon';
import type { SliceLoad } from '../model/record.js';
import type { ClosedOrder, WarmupOrder } from './order.js';
import { faultOf, type PreparedRequest } from './sequence.js';
import { Tally } from './tally.js';

/**
 * autocannon drives the connections; what is sent and what is counted is ours. Its own figures are not used: they are
 * kept in whole milliseconds, and its corrections invent requests (reference: dependencies.md §2, checked on 9.0.0).
 *
 * The members below are private to autocannon 9.0.0, which is why its version is pinned and tests cover each use.
 */
interface CannonClient {
  on(event: 'response', listener: (status: number, bytes: number, durationMs: number) => void): void;
  on(event: 'connError' | 'timeout', listener: (error?: Error) => void): void;
  requestIterator: Iterator;
  pipelinedRequests: { size(): number; clear(): void };
  reqsMade: number;
  parser: { reinitialize(type: 'RESPONSE'): void };
  _connect(): void;
  destroy(): void;
}

/** One request as bytes, with what is expected of its answer. */
interface Shot {
  readonly requestBuffer: Buffer;
  readonly request: PreparedRequest;
}

/** Stands in for autocannon's request iterator: all connections take from one sequence, and nothing is built while it runs. */
interface Iterator {
  currentRequest: Shot;
  readonly resetted: false;
  nextRequest(): void;
  recordBody(shot: Shot, status: number, body: string, rawHeaders: readonly string[]): void;
}

function encode(request: PreparedRequest, port: number): Buffer {
  const body = Buffer.from(request.body ?? '');
  const lengthHeader = body.length > 0 ? { 'Content-Length': String(body.length) } : {};
  const headers = { Host: `127.0.0.1:${port}`, Connection: 'keep-alive', ...request.headers, ...lengthHeader };
  const head = `${request.method} ${request.path} HTTP/1.1\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Sends the sequence round and round, from wherever the last connection left it. */
function magazine(sequence: readonly PreparedRequest[], port: number): () => Shot {
  const shots = sequence.map((request) => ({ request, requestBuffer: encode(request, port) }));
  let next = 0;
  return () => {
    const shot = shots[next++ % shots.length];
    if (!shot) throw new Error('there is no request for a closed loop: the scenario has streams only');
    return shot;
  };
}

function announcesClose(rawHeaders: readonly string[]): boolean {
  return rawHeaders.some(
    (name, index) =>
      index % 2 === 0 && name.toLowerCase() === 'connection' && rawHeaders[index + 1]?.toLowerCase() === 'close',
  );
}

/** Takes over one client: our requests in, our counts out. */
function takeOver(client: CannonClient, take: () => Shot, tally: Tally): void {
  let fault: string | undefined;
  let answered: PreparedRequest | undefined;
  let rawHeaders: readonly string[] = [];
  let again = false;
  client.requestIterator = {
    currentRequest: take(),
    resetted: false,
    nextRequest() {
      if (!again) this.currentRequest = take();
      again = false;
    },
    recordBody({ request }, status, body, headers) {
      answered = request;
      rawHeaders = headers;
      const bounded = request.leastBytes > 0 || request.mostBytes < Number.POSITIVE_INFINITY;
      fault = faultOf(request, status, bounded ? Buffer.byteLength(body) : 0, (text) => body.includes(text));
    },
  };
  const fail = (what: string) => {
    if (tally.counts(performance.now())) tally.failed(what);
  };
  client.on('response', (_status, bytes, durationMs) => {
    if (!answered || !tally.counts(performance.now())) return;
    tally.sent();
    if (fault) tally.failed(fault);
    else tally.answered(answered.className, durationMs * 1000, bytes);
  });
  client.on('connError', (error) => fail(`the connection failed: ${error?.message}`));
  client.on('timeout', () => fail('no answer in time'));
  const connect = client._connect;
  client._connect = function () {
    const unanswered = this.pipelinedRequests.size();
    if (unanswered > 0 && announcesClose(rawHeaders)) {
      // autocannon wrote its next request on a connection that the server had said it would close. It was never taken: it is sent again.
      this.reqsMade -= unanswered;
      again = true;
    } else if (unanswered > 0) {
      fail('the connection was closed without an answer');
    }
    // autocannon keeps the request in its queue, and would pair every later answer with an earlier request.
    this.pipelinedRequests.clear();
    // Else the answers on a new connection would be read as the rest of a body that was cut off on the old one.
    this.parser.reinitialize('RESPONSE');
    rawHeaders = [];
    connect.call(this);
  };
}

/** Closed loop: each connection sends its next request when its last was answered. For a time, or for an exact number of requests. */
export async function closedLoop(
  order: ClosedOrder | WarmupOrder,
  sequence: readonly PreparedRequest[],
  edges: { start(): void; end(): void },
): Promise<SliceLoad> {
  const tally = new Tally();
  const take = magazine(sequence, order.port);
  const clients: CannonClient[] = [];
  const exact = order.kind === 'warm-up';
  const connections = exact ? Math.min(order.connections, order.requestCount) : order.connections;
  const begin = () => {
    tally.begin();
    edges.start();
  };
  const end = () => {
    tally.end();
    edges.end();
  };
  if (exact) begin();
  const run = autocannon({
    url: `http://127.0.0.1:${order.port}`,
    connections,
    // In whole seconds.
    timeout: Math.ceil(order.requestTimeoutMs / 1000),
    // How often it looks whether it should end; the window is timed here.
    sampleInt: 50,
    ...(exact ? { amount: order.requestCount } : { duration: 3600 }),
    // Against a server that is gone it would reconnect in a hot loop.
    bailout: 100,
    setupClient: (client) => {
      clients.push(client as unknown as CannonClient);
      takeOver(client as unknown as CannonClient, take, tally);
    },
  } as autocannon.Options);
  const timers: NodeJS.Timeout[] = [];
  if (!exact) {
    timers.push(setTimeout(begin, order.discardMs));
    timers.push(
      setTimeout(() => {
        end();
        for (const client of clients) client.destroy();
      }, order.discardMs + order.durationMs),
    );
  }
  await run;
  for (const timer of timers) clearTimeout(timer);
  if (!Number.isFinite(tally.elapsedMs)) {
    if (!exact) throw new Error('the server refused or broke more than 100 connections');
    end();
  }
  return tally.result('closed');
}
