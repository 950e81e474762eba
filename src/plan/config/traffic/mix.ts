import type { LeftOutReason, TrafficFacts } from '../../../model/traffic.js';
import type { RequestConfig } from '../config.js';

/** One request as it was recorded, its address without the host. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
}

/** How recorded requests are taken over. */
export interface TrafficOptions {
  /** Names in lower case, beside those that tell nothing of a person. */
  readonly keepHeaders: readonly string[];
  readonly keepWrites: boolean;
}

/** A weighted mix of requests, and what was left out of it. */
export interface Mix {
  readonly requests: readonly RequestConfig[];
  readonly facts: Omit<TrafficFacts, 'file'>;
}

/** More kinds than this take long to compare, and tell nothing more. */
const mostKinds = 50;
const harmless = new Set(['accept', 'accept-language', 'content-type', 'range']);
const reading = new Set(['GET', 'HEAD', 'OPTIONS']);
const writing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Names in an address whose values are nobody's business. */
const secretName = /[?&][^=&]*(token|passw|secret|session|api_?key|signature|email|auth)[^=&]*=/i;
const sendable = /^\/[^\s#]*$/;
/** Set by whoever sends a request, or of the connection and not of the request. */
const ofTheSender =
  /^(:|host$|connection$|content-length$|transfer-encoding$|accept-encoding$|user-agent$|sec-|te$|keep-alive$)/;

/** Conditions are left out, so an answer that nothing changed becomes the whole one. */
function expectedStatus(status: number): number {
  return status === 304 ? 200 : status;
}

function whyLeftOut({ method, path, status }: Recorded, { keepWrites }: TrafficOptions): LeftOutReason | undefined {
  if (!(reading.has(method) || writing.has(method)) || !sendable.test(path)) return 'unsendable';
  if (writing.has(method) && !keepWrites) return 'writes';
  if (secretName.test(path)) return 'secrets';
  return status < 200 || status >= 500 ? 'no-good-answer' : undefined;
}

function keptHeaders({ headers }: Recorded, { keepHeaders }: TrafficOptions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => harmless.has(name) || keepHeaders.includes(name)),
  );
}

interface Kind {
  readonly request: Omit<Recorded, 'status'>;
  readonly statuses: Map<number, number>;
  count: number;
}

/** Requests that are the same become one whose weight is how often it was recorded. */
export function mixOf(
  recorded: readonly Recorded[],
  options: TrafficOptions,
  before: Readonly<Partial<Record<LeftOutReason, number>>> = {},
): Mix {
  const leftOut: Partial<Record<LeftOutReason, number>> = { ...before };
  const headersLeft: Record<string, number> = {};
  const leave = (reason: LeftOutReason, count = 1) => {
    leftOut[reason] = (leftOut[reason] ?? 0) + count;
  };
  const kinds = new Map<string, Kind>();
  for (const each of recorded) {
    const reason = whyLeftOut(each, options);
    if (reason) {
      leave(reason);
      continue;
    }
    const headers = keptHeaders(each, options);
    for (const name of Object.keys(each.headers))
      if (!(name in headers) && !ofTheSender.test(name)) headersLeft[name] = (headersLeft[name] ?? 0) + 1;
    const { method, path, body } = each;
    const request = { method, path, headers, ...(body === undefined ? {} : { body }) };
    const key = JSON.stringify(request);
    const kind = kinds.get(key) ?? { request, statuses: new Map<number, number>(), count: 0 };
    kind.count++;
    const status = expectedStatus(each.status);
    kind.statuses.set(status, (kind.statuses.get(status) ?? 0) + 1);
    kinds.set(key, kind);
  }
  const byWeight = [...kinds.values()].sort((a, b) => b.count - a.count);
  for (const { count } of byWeight.slice(mostKinds)) leave('rare', count);
  const requests = byWeight.slice(0, mostKinds).map(requestOf);
  const all = recorded.length + Object.values(before).reduce((sum, count) => sum + count, 0);
  return { requests, facts: { recorded: all, kinds: requests.length, leftOut, headersLeft } };
}

function requestOf({ request, statuses, count }: Kind): RequestConfig {
  const { method, path, headers, body } = request;
  const [[status] = [200]] = [...statuses].sort(([, a], [, b]) => b - a);
  return {
    method: method as NonNullable<RequestConfig['method']>,
    path,
    weight: count,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
    expect: { status },
  };
}
