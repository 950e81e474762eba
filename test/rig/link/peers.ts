import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Warden } from '../../../src/rig/guard/warden.js';
import { type RunningLink, type RunningLinks, startLinks } from '../../../src/rig/link/link.js';

/** Both ends of connections through a link, as a test needs them. */

const host = '127.0.0.1';

/** Guards nothing: the test closes what it starts, and the link process ends with the test's. */
const noWarden: Warden = {
  guard: () => undefined,
  release: () => undefined,
  makeTemporaryDirectory: () => {
    throw new Error('no folder is made here');
  },
  removeDirectory: () => undefined,
  close: async () => undefined,
};

export const startTestLinks = (): Promise<RunningLinks> => startLinks(noWarden);

/** A server that collects its connections; what they break with is in `errorOf`. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
  readonly connections: readonly Socket[];
  close(): void;
}

const errors = new WeakMap<Socket, string>();

function watched(socket: Socket): Socket {
  socket.on('error', (error: NodeJS.ErrnoException) => errors.set(socket, error.code ?? error.message));
  return socket;
}

/** The code of the error that a socket ended with; undefined: none. */
export const errorOf = (socket: Socket): string | undefined => errors.get(socket);

export async function listen(serve: (socket: Socket) => void = () => undefined): Promise<Upstream> {
  const connections: Socket[] = [];
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    connections.push(watched(socket));
    serve(socket);
  });
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return {
    host,
    port: address.port,
    connections,
    close() {
      server.close();
      for (const socket of connections) socket.destroy();
    },
  };
}

export const echo = (): Promise<Upstream> => listen((socket) => void socket.pipe(socket));

/** A connection that is made. Rejects with what the system says when it is not. */
export async function connected({ port }: { readonly port: number }): Promise<Socket> {
  const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
  await once(socket, 'connect');
  return watched(socket);
}

/** The code of the error that a connection ends with, at once or once it is made; `none`: it ended without. */
export async function fateOf({ port }: Pick<RunningLink, 'port'>): Promise<string> {
  const socket = watched(connect({ host, port }));
  socket.resume();
  await once(socket, 'close').catch(() => undefined);
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  return errorOf(socket) ?? 'none';
}

/** All that a socket receives until the other side's end. */
export async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'end');
  return Buffer.concat(chunks);
}

/** A byte there and back, in milliseconds. */
export async function pingMs(socket: Socket): Promise<number> {
  const startMs = performance.now();
  socket.write('.');
  await once(socket, 'data');
  return performance.now() - startMs;
}
