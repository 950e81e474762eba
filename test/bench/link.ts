import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startWarden } from '../../src/rig/guard/warden.js';
import { type RunningLinks, startLinks } from '../../src/rig/link/link.js';
import { probeDelay } from '../../src/rig/link/probe.js';
import { median } from './own-process.js';

const askedMs = [0, 1, 5, 20, 50];
/** Sent once directly and once through the link, in turns. */
const sentBytes = 512 * 2 ** 20;
const rounds = 3;
const chunk = Buffer.alloc(256 * 2 ** 10, 'x');

/** Sends and waits until the other end has read all of it. Gives megabytes (10^6) per second. */
async function megabytesPerSecond(port: number): Promise<number> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  const startMs = performance.now();
  for (let sent = 0; sent < sentBytes; sent += chunk.length) if (!socket.write(chunk)) await once(socket, 'drain');
  socket.end();
  socket.resume();
  await once(socket, 'end');
  const seconds = (performance.now() - startMs) / 1000;
  socket.destroy();
  return sentBytes / 1e6 / seconds;
}

async function benchWidth(links: RunningLinks, sink: ChildProcess, print: (line: string) => void): Promise<void> {
  const [port] = (await once(sink, 'message')) as [number];
  const upstream = { host: '127.0.0.1', port };
  const link = await links.open({ name: 'wide', upstream, settings: { roundTripMs: 0 }, protocol: 'bytes' });
  const [direct, through]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    direct.push(await megabytesPerSecond(port));
    through.push(await megabytesPerSecond(link.port));
  }
  const ratio = median(through) / median(direct);
  print(
    `without a delay: ${median(through).toFixed(0)} MB/s, ${ratio.toFixed(2)} x a direct connection's ${median(direct).toFixed(0)} (promised: at least 200)`,
  );
}

/** What is claimed of the link: how exact its delay is, and how much passes through it. */
export async function benchLink(print: (line: string) => void): Promise<void> {
  const warden = await startWarden();
  const links = await startLinks(warden);
  const sink = fork(fileURLToPath(new URL('./link-sink.js', import.meta.url)));
  try {
    await benchWidth(links, sink, print);
    for (const roundTripMs of askedMs) {
      const { p50Ms, p95Ms, directP50Ms, pings } = await probeDelay(links, { roundTripMs });
      print(
        `${roundTripMs} ms round trip asked: p50 ${p50Ms.toFixed(2)} ms, p95 ${p95Ms.toFixed(2)} ms (${pings} pings; ${directP50Ms.toFixed(2)} ms directly)`,
      );
    }
  } finally {
    sink.disconnect();
    await links.close();
    await warden.close();
  }
}
