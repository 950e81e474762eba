import { z } from 'zod';
import type { PilotFacts, RecordWarning, RunRecord, SeedFacts, SourceFacts } from '../../../model/record.js';
import { varyingAnswer } from './answers.js';
import { calibration, roundCost } from './calibration.js';
import { linkFacts } from './condition.js';
import { facts, numberByName, numbers, texts } from './facts.js';
import { metricDefinitions } from './metrics.js';
import { phase, plan } from './plan.js';
import { round } from './round.js';
import { runEnd } from './run-end.js';
import { checkoutFacts } from './source.js';
import { databaseFacts, hostFacts, quietness } from './surroundings.js';

export const seedFacts = facts<SeedFacts>({
  armName: z.string(),
  checksum: z.string().optional(),
  durationMs: z.number(),
  report: z.record(z.string(), z.unknown()),
});

const pilotFacts = facts<PilotFacts>({
  phases: z.array(phase),
  capacityPerSecond: numberByName,
  cost: roundCost,
  refined: z.boolean(),
  quietness,
  answersSha256: z.string(),
  varying: z.array(varyingAnswer).optional(),
});

export const sourceFacts = facts<SourceFacts>({
  armName: z.string(),
  sha256: z.union([
    z.strictObject({ state: z.literal('value'), value: z.string() }),
    z.strictObject({ state: z.literal('absent'), reason: z.string() }),
  ]),
  checkout: checkoutFacts.optional(),
});

const warning: z.ZodType<RecordWarning> = z.union([
  z.strictObject({ kind: z.literal('not-judged'), schemaVersion: z.number(), judgedBy: texts, looks: numbers }),
  z.strictObject({ kind: z.literal('older-facts'), schemaVersion: z.number() }),
  z.strictObject({ kind: z.literal('told'), text: z.string() }),
]);

/**
 * A record as this version writes it. Its parts stand beside it, a file for each file of the model; a key that the
 * model has and they have not does not compile.
 */
export const runRecord = facts<RunRecord>({
  schemaVersion: z.literal(2),
  toolVersion: z.string(),
  runId: z.string(),
  startedAtIso: z.string(),
  resumedAtIso: texts,
  elapsedMs: z.number(),
  end: runEnd,
  host: hostFacts,
  plan,
  metrics: metricDefinitions,
  database: databaseFacts.optional(),
  databaseRefusals: numberByName.optional(),
  links: z.array(linkFacts).optional(),
  sources: z.array(sourceFacts).optional(),
  seeds: z.array(seedFacts),
  pilot: pilotFacts.optional(),
  calibration: calibration.optional(),
  rounds: z.array(round),
  warnings: z.array(warning),
});
