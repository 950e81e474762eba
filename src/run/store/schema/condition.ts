import { z } from 'zod';
import type { Condition, LinkFacts, LinkSide, LinkUsage, NetworkSettings } from '../../../model/condition.js';
import { among, facts } from './facts.js';

const networkSettings = facts<NetworkSettings>({
  roundTripMs: z.number().optional(),
  bytesPerSecond: z.number().optional(),
});

export const condition = facts<Condition>({
  name: z.string(),
  databaseLink: networkSettings.optional(),
  clientLink: networkSettings.optional(),
});

export const linkSide = among<LinkSide>({ database: true, client: true });

export const linkFacts = facts<LinkFacts>({
  side: linkSide,
  settings: networkSettings,
  measured: facts<LinkFacts['measured']>({
    pings: z.number(),
    p50Ms: z.number(),
    p95Ms: z.number(),
    directP50Ms: z.number(),
  }),
});

export const linkUsage = facts<LinkUsage>({
  bytesUp: z.number(),
  bytesDown: z.number(),
  messagesUp: z.number().optional(),
  messagesDown: z.number().optional(),
  connectionsOpened: z.number(),
  processCpuUs: z.number(),
});
