import { createServer, type Socket } from 'node:net';
import type { FromServer, Heap, Marks, Sample, ToServer } from './report-messages.js';

export interface Listening {
  readonly pid: number;
  readonly port: number;
  readonly atMs: number;
}

/** The bench's end of the line to the processes of one server. */
export interface ReportChannel {
  readonly socketPath: string;
  /** When the first process with the preload booted, in epoch milliseconds. */
  bootAtMs(): number | undefined;
  /** Resolves when a process listens; that process is the server from then on. */
  readonly listening: Promise<Listening>;
  ask(question: 'marks'): Promise<Marks>;
  ask(question: 'sample'): Promise<Sample>;
  ask(question: 'heap'): Promise<Heap>;
  close(): void;
}

/** Opens a channel at a path for a unix domain socket, in a directory that only this run uses. */
export async function openReportChannel(socketPath: string): Promise<ReportChannel> {
  const sockets = new Set<Socket>();
  const waiting = new Map<number, { resolve: (body: never) => void; reject: (error: Error) => void }>();
  let serverSocket: Socket | undefined;
  let bootAtMs: number | undefined;
  let lastId = 0;
  let announce: (listening: Listening) => void;
  const listening = new Promise<Listening>((resolve) => {
    announce = resolve;
  });

  const hear = (socket: Socket, message: FromServer) => {
    if (message.kind === 'boot') bootAtMs ??= message.atMs;
    else if (message.kind === 'answer') {
      waiting.get(message.id)?.resolve(message.body as never);
      waiting.delete(message.id);
    } else if (!serverSocket) {
      serverSocket = socket;
      announce(message);
    }
  };
  const server = createServer((socket) => {
    let pending = '';
    sockets.add(socket);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      const lines = (pending + chunk).split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) hear(socket, JSON.parse(line) as FromServer);
    });
    const end = () => {
      sockets.delete(socket);
      if (socket !== serverSocket) return;
      for (const { reject } of waiting.values()) reject(new Error('the server ended'));
      waiting.clear();
    };
    socket.on('close', end);
    // A reset is how a killed server hangs up; its exit is noticed elsewhere.
    socket.on('error', end);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });

  return {
    socketPath,
    bootAtMs: () => bootAtMs,
    listening,
    ask(question) {
      return new Promise<never>((resolve, reject) => {
        if (!serverSocket || serverSocket.destroyed) return reject(new Error('the server is gone'));
        const order: ToServer = { id: ++lastId, ask: question };
        waiting.set(order.id, { resolve, reject });
        serverSocket.write(`${JSON.stringify(order)}\n`);
      });
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
