import { z } from 'zod';
import type { HistogramUs } from '../../../model/histogram.js';
import type {
  ClassCounts,
  DatabaseUsage,
  GeneratorHealth,
  ServerUsage,
  Slice,
  SliceKind,
  SliceLoad,
  Turns,
} from '../../../model/slice.js';
import { linkUsage } from './condition.js';
import { among, facts, numbers, texts } from './facts.js';
import { exhaustion, generatorFailure } from './failure.js';
import { requestFailure } from './request-failure.js';

export const histogram: z.ZodType<HistogramUs> = z.array(z.tuple([z.number(), z.number()]));

const serverUsage = facts<ServerUsage>({
  cpuUs: z.number(),
  gcPauseUs: z.number().optional(),
  gcCount: z.number().optional(),
  eventLoopUtilization: z.number().optional(),
  eventLoopDelayP99Us: z.number().optional(),
  rssBytes: z.number(),
  outputWrites: z.number().optional(),
  databaseQueriesUs: histogram,
  databaseQueryTotalUs: z.number(),
});

export const databaseUsage = facts<DatabaseUsage>({
  commands: z.number(),
  connectionsOpened: z.number(),
  cpuUs: z.number().optional(),
});

const generatorHealth = facts<GeneratorHealth>({
  cpuShare: z.number(),
  eventLoopDelayP99Us: z.number(),
  lateShare: z.number().optional(),
  reconnects: z.number().optional(),
  exhausted: exhaustion.optional(),
});

export const classCounts = facts<ClassCounts>({ responseCount: z.number(), latencyUs: histogram });

const turns = facts<Turns>({
  classIndex: numbers,
  classNames: texts,
  latencyUs: z.array(z.number().nullable()),
  position: numbers,
});

const sliceLoad = facts<SliceLoad>({
  kind: among<SliceKind>({ turns: true, closed: true, stream: true, open: true }),
  elapsedMs: z.number(),
  plannedCount: z.number().optional(),
  sentCount: z.number(),
  responseCount: z.number(),
  failureCount: z.number(),
  failureExamples: z.array(requestFailure),
  receivedBytes: z.number(),
  latencyUs: histogram,
  latencyTotalUs: z.number(),
  firstByteUs: histogram,
  classes: z.record(z.string(), classCounts),
  turns: turns.optional(),
  generator: generatorHealth,
});

export const slice = facts<Slice>({
  index: z.number(),
  load: sliceLoad,
  server: serverUsage,
  database: databaseUsage.optional(),
  databaseLink: linkUsage.optional(),
  clientLink: linkUsage.optional(),
  invalid: generatorFailure.optional(),
});
