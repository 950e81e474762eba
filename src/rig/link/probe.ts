import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import type { LinkSettings } from './commands.js';
import type { RunningLinks } from './link.js';

/** What a link's round trip really takes, in milliseconds. */
export interface LinkDelay {
  readonly pings: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** The median of the same pings without the link: what of it is this machine's own. */
  readonly directP50Ms: number;
}

/** About how long a probe takes, and how many pings it sends all the same. */
const probeMs = 1000;
const fewestPings = 20;
const mostPings = 200;
/** Thrown away: code that runs for the first time. */
const firstPings = 5;

/**
 * Sends single bytes through a link of these settings to an echo and back, one after another, and as many past it. The
 * link is one of its own and closed again: the counts of the others stay theirs.
 */
export async function probeDelay(links: RunningLinks, settings: LinkSettings): Promise<LinkDelay> {
  const echo = createServer({ noDelay: true }, (socket) => {
    socket.pipe(socket);
    // The link that is closed at the end resets what is still open in it. A break before that fails the ping.
    socket.on('error', () => socket.destroy());
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const name = `probe ${settings.roundTripMs} ${portOf(echo)}`;
  const upstream = { host: '127.0.0.1', port: portOf(echo) };
  const link = await links.open({ name, upstream, settings, protocol: 'bytes' });
  try {
    const pings = Math.round(Math.min(mostPings, Math.max(fewestPings, probeMs / Math.max(1, settings.roundTripMs))));
    const direct = await ping(upstream.port, pings);
    const through = await ping(link.port, pings);
    return { pings, p50Ms: at(through, 0.5), p95Ms: at(through, 0.95), directP50Ms: at(direct, 0.5) };
  } finally {
    await link.close();
    echo.close();
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the echo listens on no port');
  return address.port;
}

/** The times of so many pings, in milliseconds, sorted. Rejects when the connection fails. */
async function ping(port: number, count: number): Promise<readonly number[]> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  try {
    await once(socket, 'connect');
    const times: number[] = [];
    for (let i = -firstPings; i < count; i++) {
      const startMs = performance.now();
      socket.write('.');
      await once(socket, 'data');
      if (i >= 0) times.push(performance.now() - startMs);
    }
    return times.toSorted((a, b) => a - b);
  } finally {
    socket.destroy();
  }
}

/** The smallest of the sorted times that this share of them does not exceed. */
function at(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}
