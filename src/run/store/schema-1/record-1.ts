import { z } from 'zod';
import { among, numberByName, numbers, textByName, texts } from '../schema/facts.js';
import { databaseChoice, pinnedCores, plannedRound, profileName } from '../schema/plan.js';
import { seedFacts } from '../schema/record.js';
import { warmupFacts } from '../schema/round.js';
import { populations, promises, requests, switches } from '../schema/scenario.js';
import { classCounts, databaseUsage, histogram } from '../schema/slice.js';
import { databaseFacts, hostFacts, quietness } from '../schema/surroundings.js';

// The record as schema 1 had it. What did not change since is taken from the schema of today; when that changes, what
// it was goes here.

const generatorReason = z.enum(['generator-saturated', 'generator-late', 'generator-out-of-resources']);
const trialReason = z.enum(['not-ready', 'server-died', 'wrong-answers', 'no-responses', ...generatorReason.options]);

const program = { command: texts, env: textByName };

const scenario = z.strictObject({
  name: z.string(),
  description: z.string(),
  server: z.strictObject({
    ...program,
    ready: z.strictObject({ path: z.string(), status: z.number() }),
    readyTimeoutMs: z.number(),
  }),
  seed: z.strictObject(program).optional(),
  switches: switches.optional(),
  populations,
  requests,
  promises,
});

const arm = z.strictObject({ name: z.string(), setting: z.string(), env: textByName, nodeArguments: texts });

const startup = z.strictObject({
  readyMs: z.number(),
  bootMs: z.number(),
  listeningMs: z.number(),
  marksMs: numberByName,
});

const slice = z.strictObject({
  index: z.number(),
  load: z.strictObject({
    kind: among<'open' | 'closed' | 'stream'>({ open: true, closed: true, stream: true }),
    elapsedMs: z.number(),
    plannedCount: z.number().optional(),
    sentCount: z.number(),
    responseCount: z.number(),
    failureCount: z.number(),
    failureExamples: texts,
    receivedBytes: z.number(),
    latencyUs: histogram,
    latencyTotalUs: z.number(),
    firstByteUs: histogram,
    classes: z.record(z.string(), classCounts),
    generator: z.strictObject({
      cpuShare: z.number(),
      eventLoopDelayP99Us: z.number(),
      sendLatenessP99Us: z.number().optional(),
    }),
  }),
  server: z.strictObject({
    cpuUs: z.number(),
    gcPauseUs: z.number(),
    gcCount: z.number(),
    eventLoopUtilization: z.number(),
    eventLoopDelayP99Us: z.number(),
    rssBytes: z.number(),
    writeCalls: z.number().optional(),
    databaseQueriesUs: histogram,
    databaseQueryTotalUs: z.number(),
  }),
  database: databaseUsage.optional(),
  invalid: z.strictObject({ reason: generatorReason, detail: z.string() }).optional(),
});

const measuredTrial = z.strictObject({
  state: z.literal('measured'),
  armName: z.string(),
  startups: z.array(startup),
  warmup: warmupFacts,
  slices: z.array(slice),
  memory: z.strictObject({ peakRssBytes: z.number().optional(), heapAfterGcBytes: z.number() }),
});

const invalidTrial = z.strictObject({
  state: z.literal('invalid'),
  armName: z.string(),
  reason: trialReason,
  detail: z.string(),
  output: texts,
  failures: z.strictObject({ failureCount: z.number(), requestCount: z.number() }).optional(),
});

const round = z.strictObject({
  index: z.number(),
  attempt: z.number(),
  startedAtIso: z.string(),
  elapsedMs: z.number(),
  armOrder: texts,
  trials: z.array(z.discriminatedUnion('state', [measuredTrial, invalidTrial])),
  quietness,
  redone: z.string().optional(),
});

const profile = z.strictObject({
  name: profileName,
  looks: numbers,
  startupCycles: z.number(),
  pilotRounds: z.number(),
  warmupRequests: z.number(),
  mostWarmupRequests: z.number(),
  openSlicesPerArm: z.number(),
  openSliceMs: z.number(),
  closedSlicesPerArm: z.number(),
  closedSliceMs: z.number(),
  streamSlicesPerArm: z.number(),
  streamSliceMs: z.number(),
  discardMs: z.number(),
});

const plan = z.strictObject({
  scenario,
  arms: z.array(arm),
  profile,
  load: z.strictObject({
    connections: z.number(),
    streams: z.number(),
    ratePerSecond: z.union([z.number(), z.literal('auto')]),
    requestTimeoutMs: z.number(),
  }),
  database: databaseChoice,
  pinnedCores: pinnedCores.optional(),
  seed: z.number(),
  budgetMs: z.number().optional(),
  /** Some of these metrics are gone. */
  gateMetrics: texts,
  failFast: z.boolean(),
  rounds: z.array(plannedRound),
});

const pilot = z.strictObject({
  ratePerSecond: z.number(),
  capacityPerSecond: numberByName,
  openSlicesPerArm: z.number(),
  openSliceMs: z.number(),
  quietness,
  answersSha256: z.string(),
  warnings: texts,
});

export const runRecord1 = z.strictObject({
  schemaVersion: z.literal(1),
  toolVersion: z.string(),
  runId: z.string(),
  startedAtIso: z.string(),
  resumedAtIso: texts,
  elapsedMs: z.number(),
  end: z.strictObject({
    state: z.enum(['running', 'complete', 'interrupted', 'budget', 'failed']),
    detail: z.string(),
  }),
  host: hostFacts,
  plan,
  database: databaseFacts.optional(),
  seeds: z.array(seedFacts),
  pilot: pilot.optional(),
  /** Not looked into: a calibration of that time says nothing about turns. */
  calibration: z.unknown().optional(),
  rounds: z.array(round),
  warnings: texts,
});

export type RunRecord1 = z.output<typeof runRecord1>;
