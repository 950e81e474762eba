import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { patience } from '../../machine/patience.js';
import { pinnedCommand } from '../../machine/pin.js';
import { Family } from '../../machine/processes/family.js';
import { newBadge } from '../../machine/processes/our-processes.js';
import { runsOnNode } from '../../model/arm.js';
import type { NotReadyCause } from '../../model/failure.js';
import type { MemoryFacts, StartupFacts } from '../../model/trial.js';
import { endOf, stopGroup } from '../guard/process-group.js';
import { commandOf, workingDirectoryOf } from '../program.js';
import { RigError } from '../rig-error.js';
import { environmentOf, type ServerCommand } from './command.js';
import { freePort } from './free-port.js';
import { openServerLog } from './log.js';
import { ServerObserver } from './observer.js';
import { monotonicMs, openReportChannel } from './report-channel.js';
import type { Heap } from './report-messages.js';
import { socketPath } from './socket-path.js';
import { startupFacts } from './start-up.js';
import type { ServerReading } from './usage.js';
import { waitUntilReady } from './wait-until-ready.js';

export { type ServerReading, usageBetween } from './usage.js';

/** A server that answers. */
export interface RunningServer {
  readonly armName: string;
  /** The address to connect to: what it listens on, or the loopback address that reaches it. */
  readonly host: string;
  readonly port: number;
  readonly groupId: number;
  readonly startup: StartupFacts;
  /** Throws RigError when it has died, or tells nothing any more. */
  read(): Promise<ServerReading>;
  /**
   * Samples the resident memory of all its processes until the function that it gives is called; that gives the mean,
   * in bytes.
   */
  watchRss(): () => number | undefined;
  /** Throws RigError as `read` does. */
  memory(): Promise<MemoryFacts & Heap>;
  /** How many files of code its listening processes have loaded. It slows them down: to be asked last. */
  loadedFiles(): Promise<number>;
  /** Where what it writes goes; emptied when it grows large. */
  readonly logPath: string;
  /** Why it is of no more use: it has died, or its report channel is lost; undefined while all is well. */
  failure(): RigError | undefined;
  /** Resolves to whether it had to be killed. Safe to call again. */
  stop(): Promise<boolean>;
}

const usualStopGraceMs = 5000;
const maxAnswerMs = 30_000;
let started = 0;

/**
 * Starts a server as a fresh process in a group of its own and resolves when it gives its first good answer.
 *
 * Its standard input is held open and stays empty. Throws RigError, with the last lines of output, when it cannot be
 * started, exits, never listens, or never answers as it should.
 */
export async function startServer(given: ServerCommand): Promise<RunningServer> {
  const wanted = runsOnNode(given.arm) ? given : await onFreePort(given);
  const name = String(++started);
  const readyTimeoutMs = await patience(wanted.target.readyTimeoutMs);
  const graceMs = await patience(wanted.stopGraceMs ?? usualStopGraceMs);
  const channel = await openReportChannel(
    socketPath(wanted.temporaryDirectory, name, wanted.warden),
    await patience(maxAnswerMs),
  );
  const command = commandOf(wanted.arm.command, wanted.arm, wanted.placeholders);
  const [program, args] = wanted.cores ? pinnedCommand(wanted.cores, ...command) : command;
  const logPath = join(wanted.temporaryDirectory, `${wanted.arm.name}-${name}.log`);
  const log = openServerLog(logPath);
  const badge = newBadge();
  const spawnedAtMs = monotonicMs();
  const child = spawn(program, args, {
    detached: true,
    cwd: workingDirectoryOf(wanted.arm, wanted.placeholders),
    stdio: ['pipe', log.descriptor, log.descriptor],
    env: environmentOf(wanted, { socketPath: channel.socketPath, badge }),
  });
  // A server that closes its end of stdin is no fault.
  child.stdin?.on('error', () => undefined);
  const notReady = (cause: NotReadyCause) => new RigError({ kind: 'not-ready', cause }, log.lastLines());
  const ended = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(notReady({ kind: 'cannot-start', program, message: error.message })));
    child.once('exit', () => {
      const end = endOf(child);
      if (end) reject(notReady({ kind: 'ended', end }));
    });
  });
  // A server that is stopped later exits too, and nobody waits for it here any more.
  ended.catch(() => undefined);
  const family = child.pid === undefined ? undefined : new Family(child.pid, badge);
  if (child.pid !== undefined) wanted.warden.guard('group', child.pid);

  let stopping: Promise<boolean> | undefined;
  const stop = () => {
    stopping ??= stopGroup(child, graceMs, family).finally(() => {
      channel.close();
      log.close();
      child.stdin?.destroy();
      if (child.pid !== undefined) wanted.warden.release(child.pid);
    });
    return stopping;
  };
  try {
    if (!family) return await ended;
    const ready = await waitUntilReady({ wanted, channel, family, ended, notReady, readyTimeoutMs });
    const observer = new ServerObserver({ child, channel, family, log, main: ready.listener });
    const marks = await observer.marks();
    return {
      armName: wanted.arm.name,
      host: ready.host,
      port: ready.listener.port,
      groupId: child.pid ?? ready.listener.pid,
      startup: startupFacts({ ...ready, readyAtMs: ready.atMs, spawnedAtMs, marks, toldAtMs: monotonicMs() }),
      read: () => observer.read(),
      watchRss: () => observer.watchRss(),
      memory: () => observer.memory(),
      loadedFiles: () => observer.loadedFiles(),
      logPath,
      failure: () => observer.failure(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A server that cannot be asked which port it took is given one, anew for every start. */
async function onFreePort(wanted: ServerCommand): Promise<ServerCommand> {
  return { ...wanted, placeholders: { ...wanted.placeholders, port: String(await freePort()) } };
}
