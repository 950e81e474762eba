import { z } from 'zod';
import type { EndState, PilotFacts, RunRecord, SeedFacts } from '../../../model/record.js';
import { calibration, roundCost } from './calibration.js';
import { among, facts, numberByName, texts } from './facts.js';
import { metricDefinitions } from './metrics.js';
import { phase, plan } from './plan.js';
import { invalidTrial, round } from './round.js';
import { databaseFacts, hostFacts, quietness } from './surroundings.js';

export const seedFacts = facts<SeedFacts>({
  armName: z.string(),
  checksum: z.string(),
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
});

export const endState = among<EndState>({
  running: true,
  complete: true,
  interrupted: true,
  budget: true,
  failed: true,
});

/** A record as this version writes it. Its parts stand beside it, a file for each file of the model; a key that the model has and they have not does not compile. */
export const runRecord = facts<RunRecord>({
  schemaVersion: z.literal(2),
  toolVersion: z.string(),
  runId: z.string(),
  startedAtIso: z.string(),
  resumedAtIso: texts,
  elapsedMs: z.number(),
  end: facts<RunRecord['end']>({ state: endState, detail: z.string(), failure: invalidTrial.optional() }),
  host: hostFacts,
  plan,
  metrics: metricDefinitions,
  database: databaseFacts.optional(),
  databaseRefusals: numberByName.optional(),
  seeds: z.array(seedFacts),
  pilot: pilotFacts.optional(),
  calibration: calibration.optional(),
  rounds: z.array(round),
  warnings: texts,
});
