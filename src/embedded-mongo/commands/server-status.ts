import { Int32, Long } from 'bson';
import type { Command } from './context.js';

const longs = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Long.fromNumber(count)]));

/**
 * What the server did and holds. `lotusBench.refused` is this server's own: each feature that it refused, with the
 * times that it did.
 */
const serverStatus: Command = ({ state }) => {
  const { counters, connections, cursors, refusals, ttl } = state;
  return {
    host: '127.0.0.1',
    version: state.version,
    process: 'embedded-mongo',
    pid: Long.fromNumber(process.pid),
    uptime: (Date.now() - state.startedMs) / 1000,
    localTime: new Date(),
    connections: {
      current: new Int32(connections.current),
      available: new Int32(50_000),
      totalCreated: new Int32(connections.totalCreated),
    },
    opcounters: longs(counters),
    mem: { bits: new Int32(64), resident: new Int32(Math.round(process.memoryUsage.rss() / 2 ** 20)) },
    metrics: { cursor: { open: { total: Long.fromNumber(cursors.count) } }, ttl: longs({ ...ttl.metrics }) },
    storageEngine: { name: 'embedded', persistent: false },
    lotusBench: { refused: refusals.counts() },
    ok: 1,
  };
};

export const serverStatusCommands: Readonly<Record<string, Command>> = { serverStatus };
