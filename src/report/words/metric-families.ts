/** A family of metrics as Prometheus knows it: base units, a unit at the end of its name. */
export interface Family {
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly labels: readonly string[];
}

/** Of an arm: in which experiment (empty for a comparison) and in which phase of a round. */
const ofArm = ['arm', 'experiment', 'phase'] as const;

/**
 * All that is served while a run goes on. What it would say of a verdict is left out: between looks nothing is decided.
 */
export const families = {
  lotus_bench_build_info: { type: 'gauge', help: 'The lotus-bench that runs', labels: ['version'] },
  lotus_bench_run_info: { type: 'gauge', help: 'The run', labels: ['run', 'database'] },
  lotus_bench_rounds_planned: { type: 'gauge', help: 'The most rounds that will be measured', labels: ['experiment'] },
  lotus_bench_rounds_measured: { type: 'gauge', help: 'Rounds that were measured so far', labels: ['experiment'] },
  lotus_bench_rounds_redone: {
    type: 'gauge',
    help: 'Rounds that were set aside and done again',
    labels: ['experiment'],
  },
  lotus_bench_startup_seconds: { type: 'gauge', help: 'From spawn to the first good answer', labels: ofArm },
  lotus_bench_request_duration_seconds: {
    type: 'gauge',
    help: 'Response times of the last round',
    labels: [...ofArm, 'quantile'],
  },
  lotus_bench_request_duration_mean_seconds: {
    type: 'gauge',
    help: 'Mean response time of the last round',
    labels: ofArm,
  },
  lotus_bench_requests_total: { type: 'counter', help: 'Requests that were sent in counted slices', labels: ['arm'] },
  lotus_bench_request_failures_total: { type: 'counter', help: 'Those of them that failed', labels: ['arm'] },
  lotus_bench_requests_per_second: { type: 'gauge', help: 'Throughput of the last round', labels: ofArm },
  lotus_bench_request_failures_ratio: { type: 'gauge', help: 'Failed requests of the last round', labels: ofArm },
  lotus_bench_cpu_seconds_per_request: { type: 'gauge', help: 'CPU time of a request', labels: ofArm },
  lotus_bench_cpu_cores: { type: 'gauge', help: 'Cores that the server used', labels: ofArm },
  lotus_bench_resident_memory_bytes: { type: 'gauge', help: 'Resident memory', labels: ofArm },
  lotus_bench_memory_in_use_bytes: { type: 'gauge', help: 'Heap and buffers after a collection', labels: ofArm },
  lotus_bench_event_loop_delay_seconds: {
    type: 'gauge',
    help: 'Event-loop delay',
    labels: [...ofArm, 'quantile'],
  },
  lotus_bench_database_query_duration_mean_seconds: {
    type: 'gauge',
    help: 'Mean time of a database query',
    labels: ofArm,
  },
  lotus_bench_pool_connections_in_use: { type: 'gauge', help: 'Database connections in use, mean', labels: ofArm },
  lotus_bench_pool_queries_waiting: { type: 'gauge', help: 'Queries that wait for one, mean', labels: ofArm },
} as const satisfies Readonly<Record<string, Family>>;

export type FamilyName = keyof typeof families;

/** One value of a family. */
export interface MetricSample {
  readonly family: FamilyName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
