import type { TrialFailure } from '../../../model/failure.js';
import { type MetricDefinitions, type MetricId, metricIds, metricOf } from '../../../model/metrics.js';
import type { RecordWarning, Round, RunRecord } from '../../../model/record.js';
import type { RunEnd } from '../../../model/run-end.js';
import type { Slice } from '../../../model/slice.js';
import type { Trial } from '../../../model/trial.js';
import { migratePlan } from './migrate-plan.js';
import type { RunRecord1 } from './record-1.js';

type Round1 = RunRecord1['rounds'][number];
type Trial1 = Round1['trials'][number];
type Slice1 = Extract<Trial1, { state: 'measured' }>['slices'][number];

function migrateSlice({ index, load, server, database, invalid }: Slice1): Slice {
  const { generator, plannedCount, ...counts } = load;
  // It counted writes to sockets as well: a number of something else.
  const { writeCalls: _, ...usage } = server;
  return {
    index,
    load: {
      ...counts,
      plannedCount,
      failureExamples: counts.failureExamples.map((text) => ({ fault: { kind: 'told', text } })),
      generator: {
        cpuShare: generator.cpuShare,
        eventLoopDelayP99Us: generator.eventLoopDelayP99Us,
        // It kept how late sends were, not how many.
        lateShare: undefined,
        // What it sent again, it did not count.
        reconnects: undefined,
      },
    },
    server: { ...usage, outputWrites: undefined },
    database,
    ...(invalid ? { invalid: { kind: invalid.reason, told: invalid.detail } } : {}),
  };
}

function migrateTrial(trial: Trial1): Trial {
  if (trial.state === 'invalid') {
    const { failures, reason, detail, ...rest } = trial;
    const told = { kind: reason, told: detail, ...(failures ? { requests: failures } : {}) };
    // Every kind that schema 1 had is one of today's, told in words.
    return { ...rest, failure: told as TrialFailure };
  }
  const { armName, startups, warmup, slices, memory } = trial;
  return {
    state: 'measured',
    armName,
    startups,
    warmup,
    slices: slices.map(migrateSlice),
    // Its heap was read after unequal work, and nothing outside the heap was: not what is in use now.
    memory: { peakRssBytes: memory.peakRssBytes, heapUsedBytes: undefined, externalBytes: undefined },
  };
}

function migrateRound({ trials, redone, ...round }: Round1): Round {
  return {
    ...round,
    trials: trials.map(migrateTrial),
    ...(redone === undefined ? {} : { redone: { kind: 'told', text: redone } }),
  };
}

/**
 * Today they pool slices that are equal in both arms. Those of schema 1 ran for a time: a pool of them compares mixes,
 * not servers.
 */
const pooledPerRequest: readonly MetricId[] = [
  'databaseCommandsPerRequest',
  'databaseConnectionsPerRequest',
  'gcPausePerRequestUs',
  'writeCallsPerRequest',
  'responseBytesPerRequest',
];

/** What the metrics are called and their units: schema 1 kept no definitions of its own, and none is judged. */
function metricsOf(): MetricDefinitions {
  const kept = metricIds.filter((id) => !pooledPerRequest.includes(id)).map((id) => [id, metricOf(id)]);
  return Object.fromEntries(kept) as MetricDefinitions;
}

/** What a reader of a migrated record must know. */
function migrationWarnings({ plan }: RunRecord1): RecordWarning[] {
  return [
    { kind: 'not-judged', schemaVersion: 1, judgedBy: plan.gateMetrics, looks: plan.profile.looks },
    { kind: 'older-facts', schemaVersion: 1 },
  ];
}

/** How it ended; in the words of that time, where it said why. */
function migrateEnd({ end: { state, detail }, plan }: RunRecord1): RunEnd {
  if (state === 'complete') return { state, reason: { kind: 'told', text: detail } };
  if (state === 'failed') return { state, reason: { kind: 'error', message: detail } };
  return state === 'budget' ? { state, budgetMs: plan.budgetMs ?? 0 } : { state };
}

/**
 * A record of schema 1 as one of today. What it has not is absent, never guessed: turns, memory in use, counts per
 * request, the cost of a round. It has no look and no gate metric, so that nothing of it is judged, and no pilot,
 * because it cannot be resumed.
 */
export function migrateRecord1(record: RunRecord1): RunRecord {
  const { toolVersion, runId, startedAtIso, resumedAtIso, elapsedMs, host, database, seeds, pilot } = record;
  return {
    schemaVersion: 2,
    toolVersion,
    runId,
    startedAtIso,
    resumedAtIso,
    elapsedMs,
    end: migrateEnd(record),
    host,
    plan: migratePlan(record),
    metrics: metricsOf(),
    database,
    seeds,
    pilot: undefined,
    rounds: record.rounds.map(migrateRound),
    warnings: [
      ...migrationWarnings(record),
      ...[...record.warnings, ...(pilot?.warnings ?? [])].map((text) => ({ kind: 'told', text }) as const),
    ],
  };
}
