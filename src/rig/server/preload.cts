import type { Server } from 'node:net';
import type { PreloadReport } from './preload-report.js' with { 'resolution-mode': 'import' };

/** Where the server publishes what it does with its database, if it does. */
interface Channels {
  readonly queryChannel: string | undefined;
  readonly poolChannel: string | undefined;
}

/**
 * Loaded into every Node process of the server under test (NODE_OPTIONS=--require), and into every child and Worker
 * that inherits it. It counts writes to stdout and stderr, and waits for the process to listen; only then does it load
 * what reports to the bench. A Worker reports nothing. Without its environment variable it does nothing at all.
 *
 * A CommonJS module, because `--import` has every child set up the loader of ES modules first.
 */
function observe({ socketPath, ...channels }: Channels & { readonly socketPath: string }): void {
  // The server may put other clocks in the place of these.
  const clock = process.hrtime.bigint;
  const nowMs = () => Number(clock()) / 1e6;
  const bootAtMs = nowMs();
  const written = countOutputWrites();
  let report: Promise<PreloadReport> | undefined;
  type Listen = (this: Server, ...options: unknown[]) => Server;
  const prototype = process.getBuiltinModule('node:net').Server.prototype as unknown as { listen: Listen };
  const { listen } = prototype;
  prototype.listen = function (this: Server, ...given) {
    const { options, askedPort } = isMainThread() ? onAnyPort(given) : { options: given, askedPort: undefined };
    this.once('listening', () => {
      const atMs = nowMs();
      const address = this.address();
      if (!address || !isMainThread()) return;
      report ??= import('./preload-report.js').then(({ connectReport }) =>
        connectReport({ socketPath, ...channels, nowMs, written }),
      );
      if (typeof address === 'string') {
        report.then((made) => made.tell({ kind: 'listening-on-file', path: address }));
        return;
      }
      const heard = {
        kind: 'listening',
        pid: process.pid,
        host: address.address,
        port: address.port,
        askedPort,
        atMs,
        bootAtMs,
      } as const;
      report.then((made) => made.tell(heard));
    });
    return listen.apply(this, options);
  };
}

/**
 * What `listen` was given, with any free port in the place of one that is written down: the other arm's server has the
 * same one. Paths, handles and descriptors stay as they are.
 */
function onAnyPort(given: unknown[]): { options: unknown[]; askedPort: number | undefined } {
  const [first, ...rest] = given;
  const isObject = typeof first === 'object' && first !== null;
  const asked = Number(isObject ? (first as { port?: unknown }).port : typeof first === 'function' ? 0 : first);
  // NaN for a path, a handle, or nothing.
  if (!(asked > 0)) return { options: given, askedPort: undefined };
  return { options: [isObject ? { ...first, port: 0 } : 0, ...rest], askedPort: asked };
}

/** Asked late: a process that has no Worker would load the module for this alone. */
function isMainThread(): boolean {
  return process.getBuiltinModule('node:worker_threads').isMainThread;
}

type Write = (this: unknown, ...args: unknown[]) => unknown;

/** A function that does as `write` does and is not told from it, but calls `seen` first. */
function watched(write: Write, seen: (first: unknown) => void): Write {
  const wrapper: Write = function (this: unknown, ...args) {
    seen(args[0]);
    return write.apply(this, args);
  };
  // promisify finds its own version of fs.write by a symbol on it.
  return Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(write));
}

/**
 * Counts what reaches file descriptors 1 and 2 from now on; gives the count so far. Both ways there are watched: the
 * streams, which write by Node's internal functions (one buffer, or one list of buffers, is one write), and `fs.write`
 * and its kin, which loggers call themselves. Sockets are never looked at.
 */
function countOutputWrites(): () => number {
  let count = 0;
  let inStream = false;
  for (const name of ['write', 'writeSync', 'writev', 'writevSync'] as const) {
    const functions = process.getBuiltinModule('node:fs') as unknown as Record<string, Write>;
    const write = functions[name];
    if (write)
      functions[name] = watched(write, (file) => {
        if ((file === 1 || file === 2) && !inStream) count++;
      });
  }
  process.getBuiltinModule('node:module').syncBuiltinESMExports();
  const watchStream = (stream: Record<string, unknown>) => {
    for (const name of ['_write', '_writev']) {
      const write = stream[name];
      if (typeof write !== 'function') continue;
      stream[name] = function (this: unknown, ...args: unknown[]) {
        count++;
        const outer = inStream;
        inStream = true;
        try {
          return write.apply(this, args);
        } finally {
          inStream = outer;
        }
      };
    }
  };
  for (const name of ['stdout', 'stderr'] as const) {
    const property = Object.getOwnPropertyDescriptor(process, name);
    const get = property?.get;
    if (!get) continue;
    let known: unknown;
    // Made by Node when it is first asked for, and not by us: a process that prints nothing shall not pay for it.
    Object.defineProperty(process, name, {
      ...property,
      get() {
        const stream = get.call(process);
        if (stream !== known) {
          known = stream;
          watchStream(stream);
        }
        return stream;
      },
    });
  }
  return () => count;
}

const {
  LOTUS_BENCH_SOCKET: socketPath,
  LOTUS_BENCH_QUERY_CHANNEL: queryChannel,
  LOTUS_BENCH_POOL_CHANNEL: poolChannel,
} = process.env;
if (socketPath) observe({ socketPath, queryChannel, poolChannel });
