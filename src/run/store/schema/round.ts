import { z } from 'zod';
import type {
  InvalidTrial,
  MeasuredTrial,
  MemoryFacts,
  Round,
  StartupFacts,
  Trial,
  WarmupFacts,
} from '../../../model/record.js';
import { facts, numberByName, numbers, oneKindOf, texts } from './facts.js';
import { invalidReason, slice } from './slice.js';
import { quietness } from './surroundings.js';

const startupFacts = facts<StartupFacts>({
  readyMs: z.number(),
  bootMs: z.number().optional(),
  listeningMs: z.number().optional(),
  marksMs: numberByName,
  clockFault: z.string().optional(),
});

export const warmupFacts = facts<WarmupFacts>({
  requestCount: z.number(),
  steady: z.boolean(),
  windowCpuUs: numbers,
});

const memoryFacts = facts<MemoryFacts>({
  peakRssBytes: z.number().optional(),
  heapUsedBytes: z.number().optional(),
  externalBytes: z.number().optional(),
});

const measuredTrial = facts<MeasuredTrial>({
  state: z.literal('measured'),
  armName: z.string(),
  startups: z.array(startupFacts),
  warmup: warmupFacts,
  slices: z.array(slice),
  memory: memoryFacts,
});

export const invalidTrial = facts<InvalidTrial>({
  state: z.literal('invalid'),
  armName: z.string(),
  reason: invalidReason,
  detail: z.string(),
  output: texts,
  failures: facts<NonNullable<InvalidTrial['failures']>>({
    failureCount: z.number(),
    requestCount: z.number(),
  }).optional(),
});

const trial = oneKindOf<Trial, 'state'>('state', { measured: measuredTrial, invalid: invalidTrial });

export const round = facts<Round>({
  index: z.number(),
  attempt: z.number(),
  startedAtIso: z.string(),
  elapsedMs: z.number(),
  armOrder: texts,
  trials: z.array(trial),
  quietness,
  redone: z.string().optional(),
});
