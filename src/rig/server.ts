import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { MemoryFacts, ServerUsage, StartupFacts } from '../model/record.js';
import { RigError } from './error.js';
import { pinnedCommand } from './pin.js';
import { peakRssBytes, writeCalls } from './proc.js';
import { endOf, stopGroup } from './process-group.js';
import { openReportChannel, type ReportChannel } from './report-channel.js';
import type { Sample } from './report-messages.js';
import { commandOf, environmentOf, type ServerOrder } from './server-command.js';
import { watchRss } from './watch-rss.js';

/** A reading of the server's totals; two of them make a ServerUsage. */
export interface ServerReading {
  readonly sample: Sample;
  readonly writeCalls: number | undefined;
}

/** A server that answers. */
export interface RunningServer {
  readonly armName: string;
  readonly port: number;
  readonly groupId: number;
  readonly startup: StartupFacts;
  read(): Promise<ServerReading>;
  /** Samples its resident memory until the function that it gives is called; that gives the mean, in bytes. */
  watchRss(): () => number | undefined;
  memory(): Promise<MemoryFacts>;
  /** Has all garbage collected. */
  collect(): Promise<void>;
  /** Why it is no longer there; undefined while it runs. */
  failure(): RigError | undefined;
  /** Resolves to whether it had to be killed. Safe to call again. */
  stop(): Promise<boolean>;
}

const outputLines = 20;
const stopGraceMs = 5000;
const readyPollMs = 2;
let started = 0;

const nowMs = () => performance.timeOrigin + performance.now();

/**
 * Starts a server as a fresh process in a group of its own and resolves when it gives its first good answer.
 *
 * Its output goes to a file of the run's directory: written at its real cost, with no reader that could hold it up.
 * Throws RigError, with the last lines of output, when it exits, never listens, or never answers as it should.
 */
export async function startServer(order: ServerOrder): Promise<RunningServer> {
  const name = `${order.arm.name}-${++started}`;
  const logPath = join(order.temporaryDirectory, `${name}.log`);
  const channel = await openReportChannel(join(order.temporaryDirectory, `${name}.sock`));
  const command = commandOf(order);
  const [program, args] = order.cores ? pinnedCommand(order.cores, ...command) : command;
  const log = openSync(logPath, 'a');
  const spawnedAtMs = nowMs();
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: environmentOf(order, channel.socketPath),
  });
  closeSync(log);
  const spawnError = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(new RigError('not-ready', `${program} cannot be started: ${error.message}`)));
  });
  if (child.pid !== undefined) order.warden.guard('group', child.pid);

  let stopping: Promise<boolean> | undefined;
  const stop = () => {
    stopping ??= stopGroup(child, stopGraceMs).finally(() => {
      channel.close();
      if (child.pid !== undefined) order.warden.release(child.pid);
    });
    return stopping;
  };
  const output = () => readFileSync(logPath, 'utf8').trimEnd().split('\n').slice(-outputLines);
  try {
    const startup = await Promise.race([spawnError, awaitReady(order, child, channel, spawnedAtMs, output)]);
    const { pid, port } = await channel.listening;
    return {
      ...observed(order, channel, pid),
      startup,
      port,
      groupId: child.pid ?? pid,
      stop,
      failure: () => diedOf(child, order, output),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function diedOf(child: ChildProcess, order: ServerOrder, output: () => readonly string[]): RigError | undefined {
  const end = endOf(child);
  return end === undefined ? undefined : new RigError('server-died', `the ${order.arm.name} server ${end}`, output());
}

async function awaitReady(
  order: ServerOrder,
  child: ChildProcess,
  channel: ReportChannel,
  spawnedAtMs: number,
  output: () => readonly string[],
): Promise<StartupFacts> {
  const { ready, readyTimeoutMs } = order.spec;
  const who = `the ${order.arm.name} server`;
  const patience = new AbortController();
  const failed = (detail: string) => new RigError('not-ready', detail, output());
  const exited = new Promise<never>((_, reject) => {
    child.once('exit', () => reject(failed(`${who} ${endOf(child)} before it was ready`)));
  });
  // A server that is stopped later exits too, and nobody waits for it here any more.
  exited.catch(() => undefined);
  let seen = 'it never listened on a port';
  const timeout = delay(readyTimeoutMs, undefined, { signal: patience.signal }).then(() => {
    throw failed(`${who} was not ready after ${readyTimeoutMs / 1000} s: ${seen}`);
  });
  timeout.catch(() => undefined);
  try {
    const listening = await Promise.race([channel.listening, exited, timeout]);
    const answered = (async () => {
      while (!patience.signal.aborted) {
        const status = await statusOf(listening.port, ready.path);
        if (status === ready.status) return nowMs();
        seen =
          typeof status === 'number'
            ? `GET ${ready.path} answered ${status} instead of ${ready.status}`
            : `GET ${ready.path} got no answer (${status})`;
        await delay(readyPollMs);
      }
      return nowMs();
    })();
    seen = `GET ${ready.path} got no answer`;
    const readyAtMs = await Promise.race([answered, exited, timeout]);
    const { marksAtMs } = await channel.ask('marks');
    return {
      readyMs: readyAtMs - spawnedAtMs,
      bootMs: (channel.bootAtMs() ?? spawnedAtMs) - spawnedAtMs,
      listeningMs: listening.atMs - spawnedAtMs,
      marksMs: Object.fromEntries(Object.entries(marksAtMs).map(([mark, atMs]) => [mark, atMs - spawnedAtMs])),
    };
  } finally {
    patience.abort();
  }
}

/** The status of one GET, or the code of the error that it met. */
function statusOf(port: number, path: string): Promise<number | string> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume();
      response.on('close', () => resolve(response.statusCode ?? 0));
    }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

function observed(
  { arm }: ServerOrder,
  channel: ReportChannel,
  pid: number,
): Pick<RunningServer, 'armName' | 'read' | 'watchRss' | 'memory' | 'collect'> {
  const read = async () => ({ sample: await channel.ask('sample'), writeCalls: writeCalls(pid) });
  return {
    armName: arm.name,
    read,
    watchRss: () => watchRss(pid),
    async memory() {
      const peak = peakRssBytes(pid);
      const { heapUsedBytes } = await channel.ask('heap');
      return { peakRssBytes: peak, heapAfterGcBytes: heapUsedBytes };
    },
    async collect() {
      await channel.ask('heap');
    },
  };
}

/** What the server used between two readings; without a mean of its memory between them, what it had at the end counts. */
export function usageBetween(start: ServerReading, end: ServerReading, meanRssBytes?: number): ServerUsage {
  const [before, after] = [start.sample, end.sample];
  const activeMs = after.loopActiveMs - before.loopActiveMs;
  const idleMs = after.loopIdleMs - before.loopIdleMs;
  return {
    cpuUs: after.cpuUs - before.cpuUs,
    gcPauseUs: after.gcPauseUs - before.gcPauseUs,
    gcCount: after.gcCount - before.gcCount,
    eventLoopUtilization: activeMs / (activeMs + idleMs),
    eventLoopDelayP99Us: after.loopDelayP99Us,
    rssBytes: meanRssBytes ?? after.rssBytes,
    writeCalls:
      start.writeCalls === undefined || end.writeCalls === undefined ? undefined : end.writeCalls - start.writeCalls,
    databaseQueriesUs: after.queriesUs,
    databaseQueryTotalUs: after.queryTotalUs,
  };
}
