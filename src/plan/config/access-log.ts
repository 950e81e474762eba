import type { RequestConfig } from './config.js';

/** A mix read from an access log, and how many of its lines are not in it. */
export interface LoggedMix {
  readonly requests: readonly RequestConfig[];
  /** Lines of other methods, whose bodies no log has. */
  readonly otherMethods: number;
  /** Lines of answers that were neither 2xx nor 3xx. */
  readonly failed: number;
  readonly unreadable: { readonly count: number; readonly first?: string };
}

/** Common log format, and combined, which goes on after it: host ident user [time] "request" status bytes. */
const line = /^\S+ \S+ .+? \[[^\]]+\] "([A-Z]+) (\/\S*) HTTP\/[\d.]+" (\d{3}) (?:\d+|-)(?: |$)/;

/** The GETs and HEADs of a log in common or combined format, weighted by how often they were asked for. */
export function requestsOfAccessLog(lines: Iterable<string>): LoggedMix {
  const mix = new Map<string, RequestConfig & { weight: number }>();
  let otherMethods = 0;
  let failed = 0;
  let unreadable = 0;
  let first: string | undefined;
  for (const text of lines) {
    if (text.trim() === '') continue;
    const [, method, path, status] = line.exec(text) ?? [];
    if (method === undefined || path === undefined) {
      unreadable++;
      first ??= text;
    } else if (method !== 'GET' && method !== 'HEAD') otherMethods++;
    else if (!/^[23]/.test(status ?? '')) failed++;
    else {
      // A browser's cache made the 304: without its headers, the whole answer comes.
      const expected = status === '304' ? 200 : Number(status);
      const key = `${method} ${expected} ${path}`;
      const known = mix.get(key);
      if (known) known.weight++;
      else mix.set(key, { method, path: withoutBraces(path), weight: 1, expect: { status: expected } });
    }
  }
  return {
    requests: [...mix.values()],
    otherMethods,
    failed,
    unreadable: { count: unreadable, ...(first && { first }) },
  };
}

/** Braces would stand for values. */
function withoutBraces(path: string): string {
  return path.replaceAll('{', '%7B').replaceAll('}', '%7D');
}
