import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningLink, RunningLinks } from '../../../src/rig/link/link.js';
import { connected, echo, errorOf, fateOf, pingMs, startTestLinks, type Upstream } from './peers.js';

let links: RunningLinks;
let upstream: Upstream;
let link: RunningLink;
let lastName = 0;

beforeAll(async () => {
  links = await startTestLinks();
});
afterAll(() => links.close());
afterEach(async () => {
  await link.close();
  upstream.close();
});

async function open(roundTripMs = 0): Promise<void> {
  upstream = await echo();
  link = await links.open({ name: `cut ${++lastName}`, upstream, settings: { roundTripMs }, protocol: 'bytes' });
}

/** Nothing comes for as long as a socket's own time-out, which is how a client finds it out. */
async function timesOut(socket: Awaited<ReturnType<typeof connected>>): Promise<boolean> {
  const before = socket.bytesRead;
  socket.setTimeout(150);
  await once(socket, 'timeout');
  socket.setTimeout(0);
  return socket.bytesRead === before;
}

describe('a cut', () => {
  it('refuse: ECONNREFUSED for who comes, ECONNRESET for who is there; healed on the same port', async () => {
    await open();
    const socket = await connected(link);
    await pingMs(socket);
    await link.cut('refuse');
    await expect.poll(() => errorOf(socket)).toBe('ECONNRESET');
    expect(await fateOf(link)).toBe('ECONNREFUSED');
    await link.heal();
    const after = await connected(link);
    expect(await pingMs(after)).toBeGreaterThan(0);
    after.destroy();
  });

  it('reset: ECONNRESET for both, on both sides', async () => {
    await open();
    const socket = await connected(link);
    await pingMs(socket);
    await link.cut('reset');
    await expect.poll(() => errorOf(socket)).toBe('ECONNRESET');
    await expect.poll(() => upstream.connections[0] && errorOf(upstream.connections[0])).toBe('ECONNRESET');
    expect(await fateOf(link)).toBe('ECONNRESET');
    expect(await link.read()).toMatchObject({ connectionsRefused: 1, connectionsOpen: 0 });
    await link.heal();
    const after = await connected(link);
    expect(await pingMs(after)).toBeGreaterThan(0);
    after.destroy();
  });

  it('drop: what is sent vanishes, and who waits times out; what lost something is reset when it is healed', async () => {
    await open(2);
    const [loses, idle] = [await connected(link), await connected(link)];
    await pingMs(loses);
    await pingMs(idle);
    await link.cut('drop');
    loses.write('lost');
    expect(await timesOut(loses)).toBe(true);
    const late = await connected(link);
    late.write('lost');
    expect(await timesOut(late)).toBe(true);
    expect(upstream.connections).toHaveLength(2);
    expect((await link.read()).bytesUp).toBeGreaterThanOrEqual('..lost'.length);
    await link.heal();
    await expect.poll(() => [errorOf(loses), errorOf(late)]).toEqual(['ECONNRESET', 'ECONNRESET']);
    expect(await pingMs(idle)).toBeGreaterThan(0);
    idle.destroy();
  });

  it('freeze: nothing passes until it is healed, and then all of it', async () => {
    await open(2);
    const socket = await connected(link);
    await pingMs(socket);
    await link.cut('freeze');
    socket.write('kept');
    const late = await connected(link);
    late.write('as well');
    expect([await timesOut(socket), await timesOut(late)]).toEqual([true, true]);
    const received = Promise.all([once(socket, 'data'), once(late, 'data')]);
    await link.heal();
    expect(String(await received)).toBe('kept,as well');
    socket.destroy();
    late.destroy();
  });

  it('one after another: frozen, then refused, then healed', async () => {
    await open();
    const socket = await connected(link);
    await pingMs(socket);
    await link.cut('freeze');
    socket.write('x');
    await link.cut('refuse');
    await expect.poll(() => errorOf(socket)).toBe('ECONNRESET');
    await link.cut('freeze');
    const late = await connected(link);
    late.write('kept');
    await link.heal();
    expect(String(await once(late, 'data'))).toBe('kept');
    late.destroy();
  });

  it('on a connection that is still being made: nobody is connected to afterwards', async () => {
    await open(20);
    const socket = await connected(link);
    await link.cut('reset');
    await link.heal();
    await expect.poll(() => errorOf(socket)).toBe('ECONNRESET');
    const after = await connected(link);
    // When its answer is there, whatever was to be connected before it has been.
    await pingMs(after);
    expect(upstream.connections).toHaveLength(1);
    after.destroy();
  });

  it('a server that is gone: who connects is reset, and counted as refused', async () => {
    await open();
    upstream.close();
    expect(await fateOf(link)).toBe('ECONNRESET');
    await expect
      .poll(() => link.read())
      .toMatchObject({ connectionsOpened: 1, connectionsOpen: 0, connectionsRefused: 1 });
    const other = await echo();
    await link.aim(other);
    const socket = await connected(link);
    expect(await pingMs(socket)).toBeGreaterThan(0);
    socket.destroy();
    other.close();
  });
});
