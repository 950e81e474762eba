import type { LoadCommand, Target, TurnsCommand } from '../../load/requests/command.js';
import type { Slice } from '../../model/slice.js';
import { databaseUsageBetween } from '../../rig/database/reading.js';
import { type RunningServer, usageBetween } from '../../rig/server/server.js';
import { asArmFailure } from './arm-failure.js';
import { linkUsageBetween } from './arm-links.js';
import type { RunContext } from './context.js';
import { generatorFailure } from './slice-health.js';

export function targetOf({ host, port }: RunningServer): Target {
  return { host, port };
}

/**
 * Loads one server with one slice, and reads server and database at the edges of the counted window. Throws ArmFailure
 * when the server died or made the slice impossible. A slice for which the generator was unfit comes back as invalid.
 */
export async function measureSlice(
  context: RunContext,
  server: RunningServer,
  index: number,
  command: LoadCommand,
): Promise<Slice> {
  const read = () => Promise.all([server.read(), context.database?.read(), context.links?.read(server.armName)]);
  let start: ReturnType<typeof read> | undefined;
  let end: ReturnType<typeof read> | undefined;
  let meanRss: ReturnType<RunningServer['watchRss']> | undefined;
  let meanRssBytes: number | undefined;
  try {
    const load = await context.load.run(command, {
      onWindowStart: () => {
        start = read();
        meanRss = server.watchRss();
        // Awaited below; a server that dies meanwhile must not be an unhandled rejection.
        start.catch(() => undefined);
      },
      onWindowEnd: () => {
        end = read();
        meanRssBytes = meanRss?.();
        end.catch(() => undefined);
      },
    });
    const died = server.failure();
    if (died) throw died;
    if (!start || !end) throw new TypeError('the load process did not tell its window');
    const [serverStart, databaseStart, linksStart] = await start;
    const [serverEnd, databaseEnd, linksEnd] = await end;
    return {
      index,
      load,
      server: usageBetween(serverStart, serverEnd, meanRssBytes),
      database: databaseStart && databaseEnd && databaseUsageBetween(databaseStart, databaseEnd),
      ...linkUsageBetween(linksStart, linksEnd),
      ...invalidMark(generatorFailure(load)),
    };
  } catch (error) {
    context.signal.throwIfAborted();
    return asArmFailure(server.armName, () => Promise.reject(server.failure() ?? error));
  } finally {
    meanRss?.();
  }
}

/**
 * Drives all servers in turns, and reads each before the first and after the last. Gives a slice for each server, in
 * their order. What the database did cannot be told apart here, but what passed through their links can. Throws
 * ArmFailure for a server that died.
 */
export async function measureTurns(
  context: RunContext,
  servers: readonly RunningServer[],
  index: number,
  command: Omit<TurnsCommand, 'kind' | 'targets'>,
): Promise<readonly Slice[]> {
  const readAll = () =>
    Promise.all(
      servers.map((server) =>
        asArmFailure(server.armName, () =>
          Promise.all([readOrFailure(server), context.links?.read(server.armName)] as const),
        ),
      ),
    );
  try {
    const starts = await readAll();
    const loads = await context.load.turns({ ...command, kind: 'turns', targets: servers.map(targetOf) });
    const ends = await readAll();
    return loads.map((load, i) => {
      const [start, end] = [starts[i], ends[i]];
      if (!start || !end) throw new TypeError('the load process answered for fewer servers than it was given');
      return {
        index,
        load,
        server: usageBetween(start[0], end[0]),
        database: undefined,
        ...linkUsageBetween(start[1], end[1]),
        ...invalidMark(generatorFailure(load)),
      };
    });
  } catch (error) {
    context.signal.throwIfAborted();
    throw error;
  }
}

async function readOrFailure(server: RunningServer) {
  try {
    return await server.read();
  } catch (error) {
    throw server.failure() ?? error;
  }
}

function invalidMark(failure: Slice['invalid']): Pick<Slice, 'invalid'> {
  return failure ? { invalid: failure } : {};
}
