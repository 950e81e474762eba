import { type Mix, mixOf, type Recorded, type TrafficOptions } from './mix.js';

/**
 * The common and the combined log format of Apache and nginx: host, identity, user, time, request line, status, bytes;
 * behind them whatever there is. A virtual host may stand before.
 */
const line = /^(?:\S+ )?\S+ \S+ \S+ \[[^\]]+\] "([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?" (\d{3}) (?:\d+|-)(?:\s|$)/;
const mostShown = 80;

/** A log tells of no header: a part of a file becomes the whole of it. */
function statusOf(text: string): number {
  return text === '206' ? 200 : Number(text);
}

function recordedOf([, method = '', target = '', status = '']: RegExpExecArray): Recorded {
  // A proxy is asked for whole addresses.
  const path = target.replace(/^https?:\/\/[^/]+/, '') || '/';
  return { method, path, headers: {}, status: statusOf(status) };
}

/** A mix of what an access log recorded, or why the text is none. Bodies are not in a log: what writes is left out. */
export function mixOfAccessLog(text: string, options: TrafficOptions): Mix | { readonly problem: string } {
  const lines = text.split(/\r?\n/);
  const recorded: Recorded[] = [];
  let unreadable: Mix['facts']['unreadable'];
  for (const [i, each] of lines.entries()) {
    if (each.trim() === '') continue;
    const found = line.exec(each);
    if (found) recorded.push(recordedOf(found));
    else
      unreadable = {
        count: (unreadable?.count ?? 0) + 1,
        first: unreadable?.first ?? { line: i + 1, text: each.slice(0, mostShown) },
      };
  }
  if (recorded.length === 0) {
    const first = unreadable ? `; line ${unreadable.first.line} is "${unreadable.first.text}"` : '; it is empty';
    return { problem: `holds no line of the common or combined log format${first}` };
  }
  const mix = mixOf(recorded, { ...options, keepWrites: false });
  return unreadable ? { ...mix, facts: { ...mix.facts, unreadable } } : mix;
}
