import { readdirSync, readlinkSync } from 'node:fs';
import { tcpSockets } from './tcp-tables.js';

/** A TCP port that a process listens on. */
export interface ListeningPort {
  readonly pid: number;
  readonly host: string;
  readonly port: number;
}

/** What these processes listen on; empty where there is no /proc. */
export function listeningPorts(pids: readonly number[]): readonly ListeningPort[] {
  const listening = tcpSockets()?.filter(({ state }) => state === 'listening') ?? [];
  if (listening.length === 0) return [];
  const byInode = new Map(listening.map((socket) => [socket.inode, socket]));
  return pids.flatMap((pid) =>
    socketInodes(pid).flatMap((inode) => {
      const socket = byInode.get(inode);
      return socket ? [{ pid, host: socket.host, port: socket.port }] : [];
    }),
  );
}

/** The sockets that a process has open (proc_pid_fd(5)). */
function socketInodes(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  const names = orNothing([], () => readdirSync(folder));
  const targets = names.map((name) => orNothing('', () => readlinkSync(`${folder}/${name}`)));
  return targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []);
}

/** A process that has ended, and a descriptor that was closed since it was listed, hold nothing. */
function orNothing<T>(nothing: T, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return nothing;
    throw error;
  }
}
