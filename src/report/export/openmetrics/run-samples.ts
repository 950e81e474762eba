import { mergeHistograms, percentileUs } from '../../../model/histogram.js';
import type { RunRecord } from '../../../model/record.js';
import type { SliceKind } from '../../../model/slice.js';
import type { MeasuredTrial } from '../../../model/trial.js';
import type { FamilyName, MetricSample } from '../../words/metric-families.js';

const quantiles = ['0.5', '0.95', '0.99'] as const;
const microsecond = 1e-6;

/** Of a comparison as far as it has come: its last round, and what was counted in all. */
export function runSamples(record: RunRecord): readonly MetricSample[] {
  const { rounds, plan, toolVersion, runId, database } = record;
  const last = rounds.at(-1);
  const redone = new Set(rounds.map(({ index }) => index)).size;
  const experiment = { experiment: '' };
  const info: readonly MetricSample[] = [
    { family: 'lotus_bench_build_info', labels: { version: toolVersion }, value: 1 },
    { family: 'lotus_bench_run_info', labels: { run: runId, database: database?.kind ?? 'none' }, value: 1 },
    { family: 'lotus_bench_rounds_planned', labels: experiment, value: plan.maxRounds },
    { family: 'lotus_bench_rounds_measured', labels: experiment, value: redone },
    { family: 'lotus_bench_rounds_redone', labels: experiment, value: rounds.length - redone },
  ];
  const trials = (last?.trials ?? []).filter((trial) => trial.state === 'measured');
  return [...info, ...totals(record), ...trials.flatMap(trialSamples)];
}

function totals({ rounds, plan }: RunRecord): MetricSample[] {
  return plan.arms.flatMap(({ name }) => {
    const slices = rounds.flatMap(({ trials }) =>
      trials.flatMap((trial) => (trial.state === 'measured' && trial.armName === name ? trial.slices : [])),
    );
    const sum = (of: (load: (typeof slices)[number]['load']) => number) =>
      slices.reduce((total, { load }) => total + of(load), 0);
    return [
      { family: 'lotus_bench_requests_total', labels: { arm: name }, value: sum(({ sentCount }) => sentCount) },
      {
        family: 'lotus_bench_request_failures_total',
        labels: { arm: name },
        value: sum(({ failureCount }) => failureCount),
      },
    ];
  });
}

function trialSamples({ armName, startups, slices, memory }: MeasuredTrial): MetricSample[] {
  const samples: MetricSample[] = [];
  const put = (family: FamilyName, phase: string, value: number | undefined, more: Record<string, string> = {}) => {
    if (value === undefined || !Number.isFinite(value)) return;
    samples.push({ family, labels: { arm: armName, experiment: '', phase, ...more }, value });
  };
  const startup = startups.at(-1);
  put('lotus_bench_startup_seconds', 'start', startup && startup.readyMs / 1000);
  for (const kind of new Set(slices.map(({ load }) => load.kind))) {
    const of = slices.filter(({ load, invalid }) => load.kind === kind && !invalid);
    const total = (amount: (slice: (typeof of)[number]) => number | undefined) =>
      of.reduce((sum, slice) => sum + (amount(slice) ?? Number.NaN), 0);
    const latencies = mergeHistograms(of.map(({ load }) => load.latencyUs));
    const sent = total(({ load }) => load.sentCount);
    const answered = total(({ load }) => load.responseCount);
    for (const quantile of quantiles) {
      const us = percentileUs(latencies, Number(quantile));
      put('lotus_bench_request_duration_seconds', kind, us && us * microsecond, { quantile });
    }
    const meanUs = total(({ load }) => load.latencyTotalUs) / answered;
    put('lotus_bench_request_duration_mean_seconds', kind, meanUs * microsecond);
    put('lotus_bench_request_failures_ratio', kind, total(({ load }) => load.failureCount) / sent);
    put(
      'lotus_bench_requests_per_second',
      kind,
      throughput(
        kind,
        answered,
        total(({ load }) => load.elapsedMs),
      ),
    );
    const cpuSeconds = total(({ server }) => server.cpuUs) * microsecond;
    put('lotus_bench_cpu_seconds_per_request', kind, cpuSeconds / answered);
    put('lotus_bench_cpu_cores', kind, cpuSeconds / (total(({ load }) => load.elapsedMs) / 1000));
    put('lotus_bench_resident_memory_bytes', kind, of.at(-1)?.server.rssBytes);
    const delayUs = of.at(-1)?.server.eventLoopDelayP99Us;
    put('lotus_bench_event_loop_delay_seconds', kind, delayUs && delayUs * microsecond, { quantile: '0.99' });
    const queries = of.flatMap(({ server }) => server.databaseQueriesUs).reduce((sum, [, count]) => sum + count, 0);
    const queryUs = total(({ server }) => server.databaseQueryTotalUs) / queries;
    put('lotus_bench_database_query_duration_mean_seconds', kind, queryUs * microsecond);
  }
  const { heapUsedBytes, externalBytes } = memory;
  if (heapUsedBytes !== undefined && externalBytes !== undefined)
    put('lotus_bench_memory_in_use_bytes', 'after', heapUsedBytes + externalBytes);
  return samples;
}

/** Only a loop that is never made to wait has a throughput. */
function throughput(kind: SliceKind, answered: number, elapsedMs: number): number | undefined {
  return kind === 'closed' || kind === 'stream' ? (1000 * answered) / elapsedMs : undefined;
}
