import {
  type LinkFacts,
  type LinkSide,
  type LinkUsage,
  linkSidesOf,
  type NetworkSettings,
} from '../../model/condition.js';
import { addressOf, withAddress } from '../../model/database-address.js';
import type { Placeholders } from '../../model/placeholders.js';
import type { Plan } from '../../model/plan.js';
import type { Slice } from '../../model/slice.js';
import type { Warden } from '../../rig/guard/warden.js';
import type { LinkReading, LinkSettings } from '../../rig/link/commands.js';
import { type RunningLink, type RunningLinks, startLinks } from '../../rig/link/link.js';
import { probeDelay } from '../../rig/link/probe.js';
import type { RunningServer } from '../../rig/server/server.js';

/** What was read of an arm's links at one moment. */
export type LinkReadings = Readonly<Partial<Record<LinkSide, LinkReading>>>;

/** The links of a run, one for each arm and side. Everything rejects with RigError when their process has ended. */
export interface ArmLinks {
  readonly facts: readonly LinkFacts[];
  /** An arm's placeholders with its database at the near end of its link. */
  throughLink(armName: string, placeholders: Placeholders): Promise<Placeholders>;
  /** The server at the address at which load is to ask it from now on: the near end of its link. */
  leadTo(server: RunningServer): Promise<RunningServer>;
  read(armName: string): Promise<LinkReadings>;
  close(): Promise<void>;
}

function settingsOf({ roundTripMs = 0, bytesPerSecond }: NetworkSettings): LinkSettings {
  return { roundTripMs, ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }) };
}

/**
 * Opens the links that a plan's condition asks for, and measures their delay while nothing else runs; undefined: it
 * asks for none.
 */
export async function openArmLinks(plan: Plan, warden: Warden): Promise<ArmLinks | undefined> {
  const sides = linkSidesOf(plan.condition);
  if (sides.length === 0) return undefined;
  const links = await startLinks(warden, plan.pinnedCores?.load);
  try {
    return await openAll(plan, sides, links);
  } catch (error) {
    await links.close();
    throw error;
  }
}

async function openAll({ condition, arms }: Plan, sides: readonly LinkSide[], links: RunningLinks): Promise<ArmLinks> {
  const facts: LinkFacts[] = [];
  const opened = new Map<string, RunningLink>();
  for (const side of sides) {
    const settings = (side === 'database' ? condition?.databaseLink : condition?.clientLink) ?? {};
    facts.push({ side, settings, measured: await probeDelay(links, settingsOf(settings)) });
    for (const { name } of arms) {
      const protocol = side === 'database' ? 'mongodb' : 'bytes';
      const link = await links.open({ name: `${side} ${name}`, settings: settingsOf(settings), protocol });
      opened.set(link.name, link);
    }
  }
  return {
    facts,
    async throughLink(armName, placeholders) {
      const { database: uri } = placeholders;
      const link = opened.get(`database ${armName}`);
      if (!link || uri === undefined) return placeholders;
      const upstream = addressOf(uri);
      if (!upstream) throw new TypeError('a link leads to one host, and the database has no such address');
      await link.aim(upstream);
      return { ...placeholders, database: withAddress(uri, link) };
    },
    async leadTo(server) {
      const link = opened.get(`client ${server.armName}`);
      if (!link) return server;
      await link.aim({ host: server.host, port: server.port });
      return { ...server, host: link.host, port: link.port };
    },
    async read(armName) {
      const readings = await Promise.all(
        sides.map(async (side) => [side, await opened.get(`${side} ${armName}`)?.read()] as const),
      );
      return Object.fromEntries(readings);
    },
    close: () => links.close(),
  };
}

function usageBetween(start: LinkReading | undefined, end: LinkReading | undefined): LinkUsage | undefined {
  if (!start || !end) return undefined;
  const counted =
    start.messagesUp === undefined ||
    start.messagesDown === undefined ||
    end.messagesUp === undefined ||
    end.messagesDown === undefined
      ? {}
      : { messagesUp: end.messagesUp - start.messagesUp, messagesDown: end.messagesDown - start.messagesDown };
  return {
    bytesUp: end.bytesUp - start.bytesUp,
    bytesDown: end.bytesDown - start.bytesDown,
    ...counted,
    connectionsOpened: end.connectionsOpened - start.connectionsOpened,
    processCpuUs: end.processCpuUs - start.processCpuUs,
  };
}

/** What passed through an arm's links between two readings, as a slice keeps it. */
export function linkUsageBetween(
  start: LinkReadings = {},
  end: LinkReadings = {},
): Pick<Slice, 'databaseLink' | 'clientLink'> {
  const databaseLink = usageBetween(start.database, end.database);
  const clientLink = usageBetween(start.client, end.client);
  return { ...(databaseLink ? { databaseLink } : {}), ...(clientLink ? { clientLink } : {}) };
}
