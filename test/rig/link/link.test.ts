import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ourProcesses } from '../../../src/machine/processes/our-processes.js';
import type { LinkSettings } from '../../../src/rig/link/commands.js';
import type { RunningLink, RunningLinks } from '../../../src/rig/link/link.js';
import { probeDelay } from '../../../src/rig/link/probe.js';
import { connected, echo, errorOf, listen, pingMs, readAll, startTestLinks, type Upstream } from './peers.js';

let links: RunningLinks;
const opened: { close(): unknown }[] = [];
let lastName = 0;

beforeAll(async () => {
  links = await startTestLinks();
});
afterAll(() => links.close());
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function linkTo(upstream: Upstream, settings: LinkSettings = { roundTripMs: 0 }): Promise<RunningLink> {
  const link = await links.open({ name: `link ${++lastName}`, upstream, settings, protocol: 'bytes' });
  opened.push(link, upstream);
  return link;
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Bytes that do not repeat: whatever is lost, doubled or out of order is seen. */
function numbers(count: number): Buffer {
  const bytes = Buffer.alloc(count * 4);
  for (let i = 0; i < count; i++) bytes.writeUInt32LE(i, i * 4);
  return bytes;
}

describe('a link', () => {
  it.each([
    ['without a delay', { roundTripMs: 0 }],
    ['with a delay', { roundTripMs: 6 }],
    ['with a delay and a width', { roundTripMs: 6, bytesPerSecond: 20_000_000 }],
  ])('carries every byte once and in order, and counts what the sockets count: %s', async (_how, settings) => {
    const link = await linkTo(await echo(), settings);
    const before = await link.read();
    const sent = numbers(500_000);
    const socket = await connected(link);
    const received = readAll(socket);
    socket.end(sent);
    expect(sha256(await received)).toBe(sha256(sent));
    const { bytesUp, bytesDown, connectionsOpened, messagesUp, messagesDown } = await link.read();
    expect({ bytesUp, bytesDown, connectionsOpened, messagesUp, messagesDown }).toEqual({
      bytesUp: socket.bytesWritten,
      bytesDown: socket.bytesRead,
      connectionsOpened: before.connectionsOpened + 1,
      messagesUp: undefined,
      messagesDown: undefined,
    });
    expect(socket.bytesWritten).toBe(sent.length);
    await expect.poll(async () => (await link.read()).connectionsOpen).toBe(0);
  });

  it('passes a half-close on: one side ends, the other still sends', async () => {
    const upstream = await listen((socket) => {
      socket.resume();
      socket.once('end', () => {
        socket.write('after your end');
        socket.end(' comes mine');
      });
    });
    const link = await linkTo(upstream, { roundTripMs: 2 });
    const socket = await connected(link);
    const received = readAll(socket);
    socket.end('mine');
    expect(String(await received)).toBe('after your end comes mine');
    await expect.poll(async () => (await link.read()).connectionsOpen).toBe(0);
    expect([errorOf(socket), errorOf(upstream.connections[0] ?? socket)]).toEqual([undefined, undefined]);
  });

  it('passes a reset on as a reset, both ways, after what was sent before it', async () => {
    const upstream = await listen((socket) => void socket.resume());
    const link = await linkTo(upstream, { roundTripMs: 2 });
    const client = await connected(link);
    client.write('x');
    await expect.poll(() => upstream.connections[0]?.bytesRead).toBe(1);
    client.resetAndDestroy();
    await expect.poll(() => upstream.connections[0] && errorOf(upstream.connections[0])).toBe('ECONNRESET');

    const other = await connected(link);
    other.resume();
    await expect.poll(() => upstream.connections[1]).toBeDefined();
    upstream.connections[1]?.write('x');
    await expect.poll(() => other.bytesRead).toBe(1);
    upstream.connections[1]?.resetAndDestroy();
    await expect.poll(() => errorOf(other)).toBe('ECONNRESET');
    await expect.poll(async () => (await link.read()).connectionsOpen).toBe(0);
  });

  it('stops the writer when the reader stops, within bounded memory, and loses nothing', async () => {
    const upstream = await listen((socket) => void socket.pause());
    const link = await linkTo(upstream);
    const socket = await connected(link);
    const chunk = Buffer.alloc(2 ** 20);
    const total = 256;
    let written = 0;
    const writing = (async () => {
      for (; written < total; written++) if (!socket.write(chunk)) await once(socket, 'drain');
      socket.end();
    })();
    // It has stopped when what passed no longer changes, long before all of it.
    let last = -1;
    await expect
      .poll(
        async () => {
          const { bytesUp } = await link.read();
          const stands = bytesUp === last && bytesUp > 0;
          last = bytesUp;
          return stands;
        },
        { interval: 300 },
      )
      .toBe(true);
    expect(written).toBeLessThan(total / 2);
    expect(last).toBeLessThan((total / 2) * chunk.length);
    const [reader] = upstream.connections;
    if (!reader) throw new Error('nobody connected');
    reader.resume();
    await writing;
    await once(reader, 'end');
    expect(reader.bytesRead).toBe(total * chunk.length);
    // The way back is open still.
    reader.end();
  });

  it('takes at least the round trip that it is asked for, which can be changed while it is open', async () => {
    const link = await linkTo(await echo(), { roundTripMs: 20 });
    const socket = await connected(link);
    await pingMs(socket);
    const far: number[] = [];
    for (let i = 0; i < 9; i++) far.push(await pingMs(socket));
    expect(Math.min(...far)).toBeGreaterThanOrEqual(20);
    await link.set({ roundTripMs: 0 });
    const near: number[] = [];
    for (let i = 0; i < 9; i++) near.push(await pingMs(socket));
    // Ratios only: how long the machine takes for its own part is not the link's.
    expect(Math.min(...near)).toBeLessThan(Math.min(...far) / 2);
    socket.destroy();
  });

  it('makes a new connection cost one round trip more than one that is open', async () => {
    const link = await linkTo(await echo(), { roundTripMs: 30 });
    const socket = await connected(link);
    const firstMs = await pingMs(socket);
    expect(firstMs).toBeGreaterThanOrEqual(60);
    const again: number[] = [];
    for (let i = 0; i < 5; i++) again.push(await pingMs(socket));
    expect(Math.min(...again)).toBeGreaterThanOrEqual(30);
    expect(Math.min(...again)).toBeLessThan(firstMs);
    socket.destroy();
  });

  it('is no wider than asked, for all connections together', async () => {
    const upstream = await echo();
    const link = await linkTo(upstream, { roundTripMs: 0, bytesPerSecond: 1_000_000 });
    const startMs = performance.now();
    const halves = await Promise.all(
      [0, 1].map(async () => {
        const socket = await connected(link);
        const received = readAll(socket);
        socket.end(numbers(25_000));
        return (await received).length;
      }),
    );
    expect(halves).toEqual([100_000, 100_000]);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(200);
  });

  it('measures its own delay, without a trace in the counts of other links', async () => {
    const link = await linkTo(await echo());
    const { pings, p50Ms, p95Ms, directP50Ms } = await probeDelay(links, { roundTripMs: 20 });
    expect(pings).toBeGreaterThanOrEqual(20);
    expect(p50Ms).toBeGreaterThanOrEqual(20);
    expect(p95Ms).toBeGreaterThanOrEqual(p50Ms);
    expect(directP50Ms).toBeLessThan(p50Ms);
    expect(await link.read()).toMatchObject({ bytesUp: 0, bytesDown: 0, connectionsOpened: 0 });
  });

  it('is a process of the bench: its CPU is told, and is not any server’s', async () => {
    const link = await linkTo(await echo());
    const before = (await link.read()).processCpuUs;
    const socket = await connected(link);
    for (let i = 0; i < 200; i++) await pingMs(socket);
    socket.destroy();
    expect((await link.read()).processCpuUs).toBeGreaterThan(before);
    const kin = ourProcesses()?.find(({ pid }) => pid === links.pid);
    // Undefined where there is no /proc. No badge: it belongs to no server.
    if (ourProcesses()) expect(kin).toMatchObject({ pid: links.pid, badge: undefined });
  });

  it('tells how its process ended, to who asks then and to who asks afterwards', async () => {
    const mortal = await startTestLinks();
    const upstream = await echo();
    opened.push(upstream);
    const link = await mortal.open({ name: 'mortal', upstream, settings: { roundTripMs: 0 }, protocol: 'bytes' });
    const asked = link.read();
    process.kill(mortal.pid, 'SIGKILL');
    const failure = { kind: 'link-died', end: { kind: 'killed', signal: 'SIGKILL' } };
    await asked.catch((error: unknown) => expect(error).toMatchObject({ failure }));
    await expect(link.read()).rejects.toMatchObject({ failure });
    await mortal.close();
  });
});
