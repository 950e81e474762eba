import { setTimeout as delay } from 'node:timers/promises';
import { patience } from '../../machine/patience.js';
import type { Family } from '../../machine/processes/family.js';
import { listeningPorts } from '../../machine/processes/listeners.js';
import { runsOnNode } from '../../model/arm.js';
import type { NotReadyCause } from '../../model/failure.js';
import type { RigError } from '../rig-error.js';
import type { ServerCommand } from './command.js';
import { watchPorts } from './proc-line.js';
import { type Ready, type ReadyWatch, watchReady } from './ready.js';
import type { ReportChannel } from './report-channel.js';

/** A server that was started, and how to say why it is of no use. */
interface Started {
  readonly wanted: ServerCommand;
  readonly channel: ReportChannel;
  readonly family: Family;
  /** Rejects when it ends. */
  readonly ended: Promise<never>;
  readonly notReady: (cause: NotReadyCause) => RigError;
  readonly readyTimeoutMs: number;
}

/** A server that listens on a socket file has this long to listen on a port as well. */
const fileOnlyMs = 3000;

/**
 * Resolves when a server gives its first good answer. Rejects with RigError when it ends, cannot be used, or is not
 * ready within its time.
 */
export async function waitUntilReady(started: Started): Promise<Ready> {
  const { wanted, channel, family, ended, notReady, readyTimeoutMs } = started;
  const ports = runsOnNode(wanted.arm) ? undefined : watchPorts(family);
  const watch = watchReady(ports ? [channel, ports] : [channel], wanted.target.ready);
  const giveUp = new AbortController();
  const after = (ms: number) => delay(ms, undefined, { signal: giveUp.signal });
  const tooLate = after(readyTimeoutMs).then((): never => {
    throw notReady(whyLate(started, watch));
  });
  const onFileOnly = after(await patience(fileOnlyMs)).then(() => {
    const path = channel.socketFile();
    if (path !== undefined && watch.lastAnswers().length === 0) throw notReady({ kind: 'socket-file', path });
    return tooLate;
  });
  // Called off once it is ready, and then nobody waits for them.
  for (const limit of [tooLate, onFileOnly]) limit.catch(() => undefined);
  try {
    const found = await Promise.race([watch.ready, ended, tooLate, onFileOnly]);
    if ('kind' in found) throw notReady(found);
    const [port, givenPort] = [found.listener.port, Number(wanted.placeholders.port)];
    if (ports && port !== givenPort) throw notReady({ kind: 'own-port', port, givenPort });
    return found;
  } finally {
    giveUp.abort();
    watch.close();
    ports?.close();
  }
}

/**
 * Where nothing of it was heard, /proc may know of a port: a program that is not Node, started by one that leads to it.
 */
function whyLate({ wanted, channel, family, readyTimeoutMs }: Started, watch: ReadyWatch): NotReadyCause {
  const { path, status: expectedStatus } = wanted.target.ready;
  const listeners = watch.lastAnswers();
  const file = channel.socketFile();
  if (listeners.length === 0 && file !== undefined) return { kind: 'socket-file', path: file };
  const [unheard] = listeners.length > 0 ? [] : listeningPorts(family.look().map(({ pid }) => pid));
  if (unheard) return { kind: 'unheard', port: unheard.port };
  return { kind: 'late', afterMs: readyTimeoutMs, path, expectedStatus, listeners };
}
