import type { ExperimentsRecord } from '../../../model/experiments-record.js';
import type { FamilyName, MetricSample } from '../../words/metric-families.js';

interface Served {
  readonly family: FamilyName;
  /** From the unit of the value to that of the family. */
  readonly scale: number;
  readonly quantile?: string;
}

const microsecond = 1e-6;
const duration = (quantile: string): Served => ({
  family: 'lotus_bench_request_duration_seconds',
  scale: microsecond,
  quantile,
});

/** What is served of the values that steps keep, by the end of their names; others are of one experiment alone. */
const served: Readonly<Record<string, Served>> = {
  readyMs: { family: 'lotus_bench_startup_seconds', scale: 1e-3 },
  latencyUs: { family: 'lotus_bench_request_duration_mean_seconds', scale: microsecond },
  p50Us: duration('0.5'),
  p95Us: duration('0.95'),
  p99Us: duration('0.99'),
  perSecond: { family: 'lotus_bench_requests_per_second', scale: 1 },
  errorShare: { family: 'lotus_bench_request_failures_ratio', scale: 1 },
  cpuUs: { family: 'lotus_bench_cpu_seconds_per_request', scale: microsecond },
  cpuShare: { family: 'lotus_bench_cpu_cores', scale: 1 },
  rssBytes: { family: 'lotus_bench_resident_memory_bytes', scale: 1 },
  inUseBytes: { family: 'lotus_bench_memory_in_use_bytes', scale: 1 },
  loopDelayP99Us: { family: 'lotus_bench_event_loop_delay_seconds', scale: microsecond, quantile: '0.99' },
  queryUs: { family: 'lotus_bench_database_query_duration_mean_seconds', scale: microsecond },
  poolInUse: { family: 'lotus_bench_pool_connections_in_use', scale: 1 },
  poolWaiting: { family: 'lotus_bench_pool_queries_waiting', scale: 1 },
};

/** Of a run of experiments as far as it has come: the last round of each. `planned`: its rounds, by its id. */
export function experimentSamples(
  { toolVersion, runId, database, results }: ExperimentsRecord<string, unknown>,
  planned: Readonly<Record<string, number>>,
): readonly MetricSample[] {
  const info: readonly MetricSample[] = [
    { family: 'lotus_bench_build_info', labels: { version: toolVersion }, value: 1 },
    { family: 'lotus_bench_run_info', labels: { run: runId, database: database?.kind ?? 'none' }, value: 1 },
  ];
  return [
    ...info,
    ...results.flatMap(({ id, rounds }): MetricSample[] => {
      const experiment = { experiment: id };
      const failed = rounds.filter(({ observations }) => observations.some(({ state }) => state === 'failed')).length;
      const observed = (rounds.at(-1)?.observations ?? []).flatMap((each) =>
        each.state === 'observed'
          ? Object.entries(each.values).flatMap(([name, value]) => valueSample(id, each.armName, name, value))
          : [],
      );
      return [
        { family: 'lotus_bench_rounds_planned', labels: experiment, value: planned[id] ?? rounds.length },
        { family: 'lotus_bench_rounds_measured', labels: experiment, value: rounds.length - failed },
        { family: 'lotus_bench_rounds_redone', labels: experiment, value: failed },
        ...observed,
      ];
    }),
  ];
}

function valueSample(experiment: string, arm: string, name: string, value: number): MetricSample[] {
  const dot = name.lastIndexOf('.');
  const known = served[name.slice(dot + 1)];
  if (!known || !Number.isFinite(value)) return [];
  const { family, scale, quantile } = known;
  const labels = { arm, experiment, phase: name.slice(0, dot), ...(quantile === undefined ? {} : { quantile }) };
  return [{ family, labels, value: value * scale }];
}
