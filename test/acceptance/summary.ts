import { type MetricId, metricOf } from '../../src/model/metrics.js';
import { median } from '../../src/stats/math/signed-rank.js';
import type { Called, RunResult } from './compare-run.js';
import { type Estimator, estimatorNames } from './estimators.js';
import { agreements, type Experiment, experiments } from './experiments.js';

const gate: readonly MetricId[] = [
  'startupMs',
  'responseTimeUs',
  'throughputPerSecond',
  'memoryInUseBytes',
  'cpuPerRequestUs',
];

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function percent(ratio: number): string {
  const change = 100 * (ratio - 1);
  return `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(1)} %`;
}

function callText(call: Called | undefined): string {
  return !call || call.ratio === null ? (call?.outcome ?? '—') : `${call.outcome} (${percent(call.ratio)})`;
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function seconds(results: readonly RunResult[]): string {
  return results.length === 0 ? '—' : `${Math.round(median(results.map(({ elapsedMs }) => elapsedMs)) / 1000)} s`;
}

function promises(results: readonly RunResult[]): string {
  const rows = experiments.flatMap((experiment) => {
    const own = resultsOf(experiment, results);
    if (own.length === 0) return [];
    const { title, profile, promised, counted, holds, runs } = experiment;
    const state = own.length < runs ? `${own.length} of ${runs} runs so far` : holds(own) ? 'yes' : '**no**';
    return [[`${title} (\`${profile}\`)`, promised, counted?.(own) ?? '', state, seconds(own)]];
  });
  return markdownTable(['compared', 'promised', 'measured', 'holds', 'a run takes (median)'], rows);
}

function resultsOf({ name }: Experiment, results: readonly RunResult[]): readonly RunResult[] {
  return results.filter(({ experiment }) => experiment === name);
}

/** Every run of an experiment, a line each. */
function runsTable(experiment: Experiment, results: readonly RunResult[]): string[] {
  const own = resultsOf(experiment, results);
  if (own.length === 0) return [];
  const rows = own.map(({ seed, verdict, exitCode, roundsUsed, roundsRedone, elapsedMs, calls, changedClasses }) => [
    String(seed),
    `${verdict} (${exitCode})`,
    `${roundsUsed} (${roundsRedone})`,
    `${Math.round(elapsedMs / 1000)} s`,
    ...gate.map((metric) => callText(calls[metric])),
    changedClasses.join(', '),
  ]);
  const head = [
    'seed',
    'verdict (exit)',
    'rounds (redone)',
    'time',
    ...gate.map((metric) => metricOf(metric).label),
    'classes named',
  ];
  return [`## ${experiment.title} (\`${experiment.profile}\`)`, markdownTable(head, rows)];
}

/** The noise of one round, from the identical runs of both profiles. */
function noise(results: readonly RunResult[]): string[] {
  const columns = experiments.filter(({ name }) => /identical$/.test(name));
  const of = (experiment: Experiment, name: Estimator) => {
    const sds = resultsOf(experiment, results).flatMap(({ estimates }) => {
      const values = estimates[name];
      return values && values.length > 2 ? [standardDeviation(values)] : [];
    });
    return sds.length === 0 ? '—' : `${(100 * median(sds)).toFixed(1)} %`;
  };
  const rows = estimatorNames.map((name) => [name, ...columns.map((column) => of(column, name))]);
  return [
    '## The noise of a round',
    'Standard deviation of ln(B/A) between rounds of identical arms, median over the runs.',
    markdownTable(['estimator', ...columns.map(({ profile }) => `\`${profile}\``)], rows),
  ];
}

/** What turns and what slices say of the same rounds. */
function agreementTable(results: readonly RunResult[]): string[] {
  const names: readonly Estimator[] = [
    'response time, turns: by class (in use)',
    'latency, slices: mean of the open loop',
    'CPU per request, turns',
    'CPU per request, slices: closed loop',
    'CPU per request, slices: open loop',
    'requests per second, closed loop',
  ];
  const rows = agreements.flatMap((experiment) =>
    resultsOf(experiment, results).map(({ estimates }) => [
      experiment.title,
      ...names.map((name) => percent(Math.exp(median(estimates[name] ?? [])))),
    ]),
  );
  if (rows.length === 0) return [];
  return [
    '## Do turns and slices agree on what changed?',
    'Six rounds of both kinds each, median change. One request at a time and under load are two questions: where they differ, both are right.',
    markdownTable(['planted', ...names], rows),
  ];
}

/** What the runs showed, as markdown: what was promised first, then the noise, then every run. */
export function summary(results: readonly RunResult[], conditions: readonly string[]): string {
  return [
    '# The gate on a real machine',
    'Made by `npm run acceptance`. Every run is one `lotus-bench compare --gate` with fresh processes and a seed of its own.',
    conditions.map((condition) => `- ${condition}`).join('\n'),
    promises(results),
    ...noise(results),
    ...agreementTable(results),
    ...experiments.flatMap((experiment) => runsTable(experiment, results)),
  ]
    .join('\n\n')
    .concat('\n');
}
