import { connect, type Socket } from 'node:net';
import type { StallKind } from '../../model/experiment.js';
import type { Target } from '../requests/command.js';

/** What each kind sends before it stalls. `path` is asked for again and again by those who read nothing. */
const firstWords: Readonly<Record<StallKind, (path: string) => string>> = {
  'half-head': (path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-Half`,
  'endless-body': (path) =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
  'never-reads': (path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(unreadAnswers),
};

/** Enough to fill the buffers of both sides, so that the server has to wait. */
const unreadAnswers = 8;
/** As many connect at once: a listener's queue is short (listen(2): 511 in Node). */
const atOnce = 100;

/** Clients that hold their connections and do nothing with them. Only the server knows which it has closed. */
export interface StalledClients {
  close(): void;
}

/** Opens `count` connections to a server, and stalls on each. Rejects when one cannot be made. */
export async function stallClients(
  { host, port }: Target,
  how: StallKind,
  { count, path }: { readonly count: number; readonly path: string },
): Promise<StalledClients> {
  const sockets: Socket[] = [];
  const closeAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const stall = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ host, port, noDelay: true });
      sockets.push(socket);
      if (how === 'never-reads') socket.pause();
      else socket.resume();
      socket.once('connect', () => {
        socket.write(firstWords[how](path));
        resolve();
      });
      // Once it is connected, an end of any kind is what is waited for.
      socket.on('error', reject);
    });
  try {
    for (let made = 0; made < count; made += atOnce)
      await Promise.all(Array.from({ length: Math.min(atOnce, count - made) }, stall));
  } catch (error) {
    closeAll();
    throw error;
  }
  return { close: closeAll };
}
