import { z } from 'zod';
import type { Quietness } from '../../../model/record.js';
import type { DatabaseFacts, HostFacts } from '../../../model/surroundings.js';
import { among, facts } from './facts.js';

export const hostFacts = facts<HostFacts>({
  platform: z.string(),
  kernel: z.string(),
  cpuModel: z.string(),
  coreCount: z.number(),
  memoryBytes: z.number(),
  nodeVersion: z.string(),
});

export const databaseKind = among<DatabaseFacts['kind']>({ mongod: true, embedded: true, external: true });

export const databaseFacts = facts<DatabaseFacts>({
  kind: databaseKind,
  version: z.string(),
  source: z.string(),
  storage: among<DatabaseFacts['storage']>({ tmpfs: true, disk: true, memory: true, unknown: true }),
});

export const quietness = facts<Quietness>({
  foreignCpuShare: z.number().optional(),
  stealShare: z.number().optional(),
  cpuPressureShare: z.number().optional(),
});
