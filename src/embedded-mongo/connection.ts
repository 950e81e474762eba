import type { Socket } from 'node:net';
import type { ServerState, Session } from './commands/context.js';
import { runCommand } from './commands/table.js';
import { MessageSplitter, ProtocolError } from './wire/framing.js';
import { readRequest } from './wire/request.js';
import { encodeResponse } from './wire/response.js';

/**
 * Serves one client: messages in, answers out, in order.
 *
 * A client that does not read its answers is not read from either, so that what waits for it in memory is bounded by
 * one batch. Bytes that are no message close this connection, and no other.
 */
export function serveConnection(socket: Socket, state: ServerState): void {
  const { connections } = state;
  connections.current++;
  connections.totalCreated++;
  const session: Session = {
    id: connections.totalCreated,
    remote: `${socket.remoteAddress}:${socket.remotePort}`,
    user: undefined,
    conversation: undefined,
  };
  const splitter = new MessageSplitter();
  const waiting: Buffer[] = [];
  let blocked = false;

  const answerNext = () => {
    while (!blocked && !socket.destroyed) {
      const message = waiting.shift();
      if (!message) return void socket.resume();
      const request = readRequest(message);
      const reply = runCommand({ state, session, request });
      if (!request.silent && !socket.write(encodeResponse(request, reply))) {
        blocked = true;
        socket.pause();
      }
    }
  };
  /** Runs a step; what a client did wrong ends its connection. */
  const guard = (step: () => void) => {
    try {
      step();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      process.stderr.write(`connection ${session.id} closed: ${error.message}\n`);
      socket.destroy();
    }
  };

  socket.setNoDelay(true);
  socket.on('data', (chunk) =>
    guard(() => {
      waiting.push(...splitter.push(chunk));
      answerNext();
    }),
  );
  socket.on('drain', () =>
    guard(() => {
      blocked = false;
      answerNext();
    }),
  );
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    connections.current--;
  });
}
