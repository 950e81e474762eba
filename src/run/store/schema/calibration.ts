import { z } from 'zod';
import type { CalibratedMetric, Calibration, LoadSettings, RoundCost } from '../../../model/calibration.js';
import { absence } from './absence.js';
import { facts } from './facts.js';
import { metricId } from './metrics.js';
import { profileName } from './plan.js';
import { databaseKind, hostFacts } from './surroundings.js';

export const roundCost = facts<RoundCost>({ fixedMs: z.number(), turnMs: z.number(), otherPhasesMs: z.number() });

const calibratedMetric = facts<CalibratedMetric>({
  metric: metricId,
  roundCount: z.number(),
  roundSd: z.number(),
  turnSd: z.number(),
  processSd: z.number(),
  ratio: z.number(),
  p: z.number(),
  detectableEffect: z.number().optional(),
  roundsNeeded: z.number().optional(),
});

export const calibration = facts<Calibration>({
  schemaVersion: z.literal(4),
  runId: z.string(),
  startedAtIso: z.string(),
  scenarioName: z.string(),
  profileName,
  load: facts<LoadSettings>({
    connections: z.number(),
    ratePerSecond: z.union([z.number(), z.literal('auto')]),
    pinned: z.boolean(),
  }),
  host: hostFacts,
  databaseKind: databaseKind.optional(),
  turnsPerRound: z.number(),
  roundCost,
  foreignCpuShare: z.number().optional(),
  roundsUsed: z.number(),
  roundsRedone: z.number(),
  metrics: z.array(calibratedMetric),
  notMeasurable: z.array(facts<Calibration['notMeasurable'][number]>({ metric: metricId, reason: absence })),
  biasedMetrics: z.array(metricId),
});
