import type { CalibratedMetric, Calibration } from '../../src/model/calibration.js';
import type { MetricId } from '../../src/model/metrics.js';
import { scheduleRounds } from '../../src/plan/schedule/schedule.js';
import type { CalibrationInput } from '../../src/report/select/report-input.js';
import { madeInput } from './made-analysis.js';

function metric(id: MetricId, given: Partial<CalibratedMetric>): CalibratedMetric {
  const usual = { roundCount: 16, roundSd: 0.02, turnSd: 0, processSd: 0.018, ratio: 1.002, p: 0.43 };
  return { metric: id, ...usual, detectableEffect: 0.013, roundsNeeded: 8, ...given };
}

const metrics: readonly CalibratedMetric[] = [
  metric('startupMs', { roundSd: 0.0612, processSd: 0.058, detectableEffect: 0.0412, roundsNeeded: 16 }),
  metric('startupModulesMs', { roundSd: 0.08, processSd: 0.071, detectableEffect: 0.054 }),
  metric('responseTimeUs', {
    roundSd: 0.18,
    turnSd: 0.21,
    processSd: 0.11,
    detectableEffect: 0.126,
    roundsNeeded: undefined,
  }),
  metric('memoryInUseBytes', { roundSd: 0.009, processSd: 0.008, detectableEffect: 0.006, p: 0.0923 }),
  metric('databaseCommandsPerRequest', { roundSd: 0, processSd: 0, ratio: 1, p: 1, detectableEffect: 0 }),
  metric('cpuPerRequestUs', {
    roundSd: 0.031,
    turnSd: 0.064,
    detectableEffect: 0.021,
    roundsNeeded: 16,
    p: 0.0004,
    ratio: 1.018,
  }),
];

/** A calibration with made-up numbers, of the made run's machine. */
export function madeCalibration(given: Partial<Calibration> = {}): Calibration {
  const { record } = madeInput();
  return {
    schemaVersion: 4,
    runId: 'made',
    startedAtIso: '2026-01-01T00:00:00.000Z',
    scenarioName: 'browsing',
    profileName: 'standard',
    load: { connections: 10, ratePerSecond: 'auto', pinned: false },
    host: record.host,
    databaseKind: 'mongod',
    turnsPerRound: 300,
    roundCost: { fixedMs: 6000, turnMs: 16, otherPhasesMs: 4000 },
    foreignCpuShare: 0.1,
    roundsUsed: 16,
    roundsRedone: 1,
    metrics,
    notMeasurable: [
      { metric: 'latencyP95Us', reason: { kind: 'too-few-requests', needed: 3000, had: 2310 } },
      { metric: 'latencyP99Us', reason: { kind: 'too-few-requests', needed: 10_000, had: 2310 } },
    ],
    biasedMetrics: [],
    ...given,
  };
}

/** The run of that calibration. */
export function madeCalibrationInput(given: Partial<Calibration> = {}): CalibrationInput {
  const { record } = madeInput({ armNames: ['a', 'b'] });
  const arms = record.plan.arms.map((arm) => ({ ...arm, setting: 'after' }));
  const rounds = scheduleRounds(['a', 'b'], 16, 42);
  return { record: { ...record, plan: { ...record.plan, arms, rounds } }, calibration: madeCalibration(given) };
}
