import { readFileSync } from 'node:fs';

/** One line of the kernel's tables of TCP sockets (proc_net(5)). */
export interface TcpSocket {
  /** As it was bound, or is connected from: `127.0.0.1`, `0.0.0.0`, `::`; any other address of IPv6 is `::1`. */
  readonly host: string;
  readonly port: number;
  readonly state: 'established' | 'close-wait' | 'listening' | 'other';
  readonly inode: string;
}

const states: Readonly<Record<string, TcpSocket['state']>> = {
  '01': 'established',
  '08': 'close-wait',
  '0A': 'listening',
};

/** Every TCP socket of this network; undefined where there is no /proc. */
export function tcpSockets(): readonly TcpSocket[] | undefined {
  const tables = ['tcp', 'tcp6'].flatMap((name) => tableOf(name) ?? []);
  if (tables.length === 0) return undefined;
  return tables.flatMap((table) => table.trim().split('\n').slice(1).map(socketOf));
}

/** How many connections the side that listens on a local port still holds; undefined where there is no /proc. */
export function connectionsOn(port: number): number | undefined {
  return tcpSockets()?.filter(
    (socket) => socket.port === port && (socket.state === 'established' || socket.state === 'close-wait'),
  ).length;
}

function socketOf(line: string): TcpSocket {
  const fields = line.trim().split(/\s+/);
  const [, local = '', , state = ''] = fields;
  const [address = '', port = ''] = local.split(':');
  return {
    host: hostOf(address),
    port: Number.parseInt(port, 16),
    state: states[state] ?? 'other',
    inode: fields[9] ?? '',
  };
}

/** Four bytes in the byte order of the machine: `0100007F` is 127.0.0.1. */
function hostOf(address: string): string {
  if (address.length > 8) return /^0+$/.test(address) ? '::' : '::1';
  const bytes = [...(address.match(/../g) ?? [])].reverse();
  return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
}

function tableOf(name: string): string | undefined {
  try {
    return readFileSync(`/proc/net/${name}`, 'latin1');
  } catch (error) {
    // Another platform, or a kernel without IPv6.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
