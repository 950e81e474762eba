import { createHash } from 'node:crypto';
import { type Agent, request as httpRequest } from 'node:http';
import { faultOf, type PreparedRequest } from './sequence.js';

/** One answer, read to its end. Times are milliseconds of `performance.now()`. */
export interface Exchange {
  /** What was wrong with it; undefined for a good answer. */
  readonly fault: string | undefined;
  readonly bytes: number;
  readonly sentAtMs: number;
  readonly firstByteAtMs: number;
  readonly doneAtMs: number;
}

export interface Reading {
  readonly status: number;
  readonly contentType: string;
  readonly bodySha256: string;
}

const closed: Readonly<Record<string, string>> = {
  ECONNRESET: 'the connection was reset',
  ECONNREFUSED: 'the connection was refused',
};

/**
 * Sends one request and reads the body as bytes, never as text: nothing is kept of it but its length, unless the
 * request asks for a text in it, or `digest` for its hash. Never rejects: whatever happens is the exchange's fault.
 */
export function exchange(
  request: PreparedRequest,
  target: { port: number; agent: Agent; timeoutMs: number },
  digest?: (reading: Reading) => void,
): Promise<Exchange> {
  const { bodyContains } = request;
  return new Promise((resolve) => {
    const sentAtMs = performance.now();
    let firstByteAtMs = sentAtMs;
    let bytes = 0;
    let settled = false;
    const kept: Buffer[] = [];
    const hash = digest ? createHash('sha256') : undefined;
    const settle = (fault: string | undefined) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      resolve({ fault, bytes, sentAtMs, firstByteAtMs, doneAtMs: performance.now() });
    };
    const lost = (what: string) => settle(`${request.className} (${request.method} ${request.path}): ${what}`);
    const outgoing = httpRequest(
      {
        host: '127.0.0.1',
        port: target.port,
        method: request.method,
        path: request.path,
        headers: request.headers,
        agent: target.agent,
      },
      (response) => {
        response.on('data', (chunk: Buffer) => {
          if (bytes === 0) firstByteAtMs = performance.now();
          bytes += chunk.length;
          if (bodyContains !== undefined) kept.push(chunk);
          hash?.update(chunk);
        });
        response.on('end', () => {
          digest?.({
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'] ?? '',
            bodySha256: hash?.digest('hex') ?? '',
          });
          settle(faultOf(request, response.statusCode ?? 0, bytes, (text) => Buffer.concat(kept).includes(text)));
        });
        response.on('error', () => lost(`the body ended after ${bytes} bytes`));
      },
    );
    const timer = setTimeout(() => {
      lost(`no answer within ${target.timeoutMs} ms`);
      outgoing.destroy();
    }, target.timeoutMs);
    outgoing.on('error', (error: NodeJS.ErrnoException) => lost(closed[error.code ?? ''] ?? error.message));
    outgoing.end(request.body);
  });
}
