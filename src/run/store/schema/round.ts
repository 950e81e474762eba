import { z } from 'zod';
import type { Redone, Round } from '../../../model/record.js';
import type {
  ClockFault,
  InvalidTrial,
  MeasuredTrial,
  MemoryFacts,
  MemoryReading,
  StartupFacts,
  Trial,
  WarmupFacts,
} from '../../../model/trial.js';
import { facts, type KindIn, numberByName, numbers, oneKindOf, texts } from './facts.js';
import { trialFailure } from './failure.js';
import { slice } from './slice.js';
import { quietness } from './surroundings.js';

export const clockFault = oneKindOf<ClockFault, 'kind'>('kind', {
  'clocks-differ': facts<KindIn<ClockFault, 'clocks-differ'>>({ kind: z.literal('clocks-differ') }),
  'misdated-mark': facts<KindIn<ClockFault, 'misdated-mark'>>({ kind: z.literal('misdated-mark'), mark: z.string() }),
});

const startupFacts = facts<StartupFacts>({
  readyMs: z.number(),
  bootMs: z.number().optional(),
  listeningMs: z.number().optional(),
  marksMs: numberByName,
  clockFault: clockFault.optional(),
  movedFromPort: z.number().optional(),
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

const memoryReading = facts<MemoryReading>({
  stage: z.enum(['phases', 'growth']),
  requestCount: z.number(),
  inUseBytes: z.number(),
});

const measuredTrial = facts<MeasuredTrial>({
  state: z.literal('measured'),
  armName: z.string(),
  startups: z.array(startupFacts),
  warmup: warmupFacts,
  slices: z.array(slice),
  memory: memoryFacts,
  memoryReadings: z.array(memoryReading).optional(),
});

export const invalidTrial = facts<InvalidTrial>({
  state: z.literal('invalid'),
  armName: z.string(),
  failure: trialFailure,
  output: texts,
});

const trial = oneKindOf<Trial, 'state'>('state', { measured: measuredTrial, invalid: invalidTrial });

const redone: z.ZodType<Redone> = z.union([
  z.strictObject({ kind: z.enum(['foreign-cpu', 'steal', 'cpu-pressure']), share: z.number() }),
  z.strictObject({ kind: z.literal('run-resumed') }),
  z.strictObject({ kind: z.literal('told'), text: z.string() }),
]);

export const round = facts<Round>({
  index: z.number(),
  attempt: z.number(),
  startedAtIso: z.string(),
  elapsedMs: z.number(),
  armOrder: texts,
  trials: z.array(trial),
  quietness,
  redone: redone.optional(),
});
