import { type AddressInfo, createServer } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import type { ServerState } from './commands/context.js';
import { Cursors } from './commands/cursors.js';
import { Refusals } from './commands/refusals.js';
import { TtlMonitor } from './commands/ttl-monitor.js';
import { Users } from './commands/users.js';
import { serveConnection } from './connection.js';
import { type Flags, readFlags } from './flags.js';
import { Store } from './storage/store.js';

/** The release of MongoDB whose answers are given. */
const version = '7.0.0';
const heapCapMegabytes = 4096;

/**
 * mongod's log is one JSON document a line; mongodb-memory-server reads the line that says that connections are
 * awaited.
 */
function log(message: string, attributes: object = {}): void {
  const line = {
    t: { $date: new Date().toISOString() },
    s: 'I',
    c: 'NETWORK',
    id: 23016,
    ctx: 'listener',
    msg: message,
    attr: attributes,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Ends with its parent: a process whose parent is gone is handed to another one. */
function endWithParent(end: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, 500).unref();
}

function serve(flags: Flags): void {
  const store = new Store();
  const ttl = new TtlMonitor(store);
  if (flags.ttlMonitorSleepSecs !== undefined) ttl.sleepSeconds = flags.ttlMonitorSleepSecs;
  ttl.start();
  const state: ServerState = {
    store,
    ttl,
    refusals: new Refusals(),
    cursors: new Cursors(),
    users: new Users(),
    authRequired: flags.auth,
    startedMs: Date.now(),
    version,
    counters: { insert: 0, query: 0, update: 0, delete: 0, getmore: 0, command: 0 },
    connections: { current: 0, totalCreated: 0 },
  };
  const server = createServer((socket) => serveConnection(socket, state));
  const end = () => process.exit(0);
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('SIGUSR2', end);
  endWithParent(end);
  server.on('error', (error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EADDRINUSE' ? 'Address already in use' : error.message;
    process.stderr.write(`Failed to set up listener: ${reason} (${flags.host}:${flags.port})\n`);
    process.exit(48);
  });
  server.listen(flags.port, flags.host, () => {
    log('Waiting for connections', { port: (server.address() as AddressInfo).port, ssl: 'off' });
  });
}

/** The program: a stand-in for `mongod` with its flags, log line and signals. */
export function main(argv: readonly string[]): void {
  let flags: Flags;
  try {
    flags = readFlags(argv);
  } catch (error) {
    process.stderr.write(`Error parsing command line: ${(error as Error).message}\n`);
    process.exitCode = 2;
    return;
  }
  if (flags.version) {
    process.stdout.write(
      `db version v${version}\nBuild Info: { "gitVersion": "embedded", "modules": ["lotus-bench embedded server"] }\n`,
    );
    return;
  }
  setFlagsFromString(`--max-old-space-size=${heapCapMegabytes}`);
  serve(flags);
}
