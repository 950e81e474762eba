import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Exhaustion } from '../../model/failure.js';
import type { RequestFault } from '../../model/request-failure.js';
import type { Target } from '../requests/command.js';
import { faultOf, type PreparedRequest } from '../requests/sequence.js';

/** One answer, read to its end. Times are milliseconds of `performance.now()`. */
export interface Exchange {
  /** What was wrong with it; undefined for a good answer. */
  readonly fault: RequestFault | undefined;
  /** Why it was never sent: this process ran out of descriptors or ports. No fault of the server. */
  readonly exhausted: Exhaustion | undefined;
  /** The server had closed the idle connection that it was sent on first: it was sent again, and timed from then. */
  readonly reconnected: boolean;
  readonly bytes: number;
  readonly sentAtMs: number;
  readonly firstByteAtMs: number;
  readonly doneAtMs: number;
}

/** Where to send, over which connections, and how long to wait. */
export interface Line extends Target {
  readonly agent: Agent;
  readonly timeoutMs: number;
}

/** What the system's error code says of the connection. */
function connectionFault({ code, message }: NodeJS.ErrnoException): RequestFault {
  if (code === 'ECONNRESET') return { kind: 'reset' };
  return code === 'ECONNREFUSED' ? { kind: 'refused' } : { kind: 'connection-failed', message };
}

/** What the generator has run out of, by the system's error code. */
const exhaustions: Readonly<Record<string, Exhaustion>> = {
  EMFILE: 'own-descriptors',
  ENFILE: 'machine-descriptors',
  EADDRNOTAVAIL: 'local-ports',
};

/** What a connection error says about the generator itself; undefined when it is the server's or the network's. */
export function exhaustionOf(error: NodeJS.ErrnoException | undefined): Exhaustion | undefined {
  return exhaustions[error?.code ?? ''];
}

/** Methods that may be sent twice without harm (RFC 9110, 9.2.2). */
const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

/**
 * Sends one request and reads the body as bytes, never as text: nothing is kept of it but its length, unless the
 * request asks for a text in it; `watch` may read along. Never rejects: whatever happens is the exchange's fault.
 *
 * A server may close an idle connection at any time, also while a request is on its way to it. As a browser does, an
 * idempotent request whose reused connection is reset before any answer is sent once more, on a new connection.
 */
export async function exchange(
  request: PreparedRequest,
  line: Line,
  watch?: (response: IncomingMessage) => void,
): Promise<Exchange> {
  const first = await attempt(request, line, watch);
  if (!first.idleReset || !idempotent.has(request.method)) return first;
  return { ...(await attempt(request, line, watch)), reconnected: true };
}

function attempt(
  request: PreparedRequest,
  line: Line,
  watch?: (response: IncomingMessage) => void,
): Promise<Exchange & { readonly idleReset: boolean }> {
  const { bodyContains } = request;
  return new Promise((resolve) => {
    const sentAtMs = performance.now();
    let firstByteAtMs = sentAtMs;
    let bytes = 0;
    let answered = false;
    let finished = false;
    const kept: Buffer[] = [];
    const finish = (fault: RequestFault | undefined, exhausted?: Exhaustion, idleReset = false) => {
      if (finished) return;
      finished = true;
      clearTimeout(timer);
      const doneAtMs = performance.now();
      resolve({ fault, exhausted, reconnected: false, idleReset, bytes, sentAtMs, firstByteAtMs, doneAtMs });
    };
    const outgoing = httpRequest(
      {
        host: line.host,
        port: line.port,
        method: request.method,
        path: request.path,
        headers: request.headers,
        agent: line.agent,
      },
      (response) => {
        answered = true;
        watch?.(response);
        response.on('data', (chunk: Buffer) => {
          if (bytes === 0) firstByteAtMs = performance.now();
          bytes += chunk.length;
          if (bodyContains !== undefined) kept.push(chunk);
        });
        response.on('end', () => {
          finish(faultOf(request, response.statusCode ?? 0, bytes, (text) => Buffer.concat(kept).includes(text)));
        });
        response.on('error', () => finish({ kind: 'cut-off', bytes }));
      },
    );
    const timer = setTimeout(() => {
      finish({ kind: 'no-answer', withinMs: line.timeoutMs });
      outgoing.destroy();
    }, line.timeoutMs);
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const idleReset = outgoing.reusedSocket && !answered && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '');
      finish(connectionFault(error), exhaustionOf(error), idleReset);
    });
    outgoing.end(request.body);
  });
}
