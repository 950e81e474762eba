import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** What of these is still there after at most some seconds. */
export async function leftOver({
  pids = [],
  paths = [],
  ports = [],
}: {
  pids?: readonly number[];
  paths?: readonly string[];
  ports?: readonly number[];
}): Promise<unknown[]> {
  const look = async () => [
    ...pids.filter(isAlive),
    ...paths.filter(existsSync),
    ...(await Promise.all(ports.map(async (port) => ((await listens(port)) ? [port] : [])))).flat(),
  ];
  let left = await look();
  for (let i = 0; i < 100 && left.length > 0; i++) {
    await delay(50);
    left = await look();
  }
  return left;
}
