import { type MetricId, metricOf } from '../../src/model/metrics.js';
import type { Called, RunResult } from './compare-run.js';

const gate: readonly MetricId[] = ['startupMs', 'latencyP50Us', 'cpuPerRequestUs', 'rssBytes'];

/** Calls of a difference between a server and itself. */
function falseVerdicts(results: readonly RunResult[]): number {
  return results
    .flatMap(({ calls }) => Object.values(calls))
    .filter(({ outcome }) => outcome === 'improved' || outcome === 'regressed').length;
}

/** Runs that found the planted regression. */
function found(results: readonly RunResult[]): number {
  return results.filter(({ calls }) => calls.cpuPerRequestUs?.outcome === 'regressed').length;
}

function callText(call: Called | undefined): string {
  if (!call || call.ratio === null) return call?.outcome ?? '—';
  const change = (100 * (call.ratio - 1)).toFixed(1);
  return `${call.outcome} (${call.ratio < 1 ? '' : '+'}${change} %)`;
}

function table(results: readonly RunResult[]): string {
  const head = ['seed', 'verdict', 'rounds (redone)', ...gate.map((metric) => metricOf(metric).label)];
  const rows = results.map(({ seed, verdict, roundsUsed, roundsRedone, calls }) => [
    String(seed),
    verdict,
    `${roundsUsed} (${roundsRedone})`,
    ...gate.map((metric) => callText(calls[metric])),
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The medians of the rounds' noise, by metric. */
function noise(results: readonly RunResult[]): string {
  const parts = gate.map((metric) => {
    const sds = results.flatMap(({ calls }) => calls[metric]?.roundSd ?? []).toSorted((a, b) => a - b);
    return `${metricOf(metric).label} ${(100 * (sds[Math.floor(sds.length / 2)] ?? Number.NaN)).toFixed(1)} %`;
  });
  return `Median noise of a round, sd of ln(after/before): ${parts.join(', ')}.`;
}

function totalMinutes(results: readonly RunResult[]): number {
  return Math.round(results.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) / 60_000);
}

/** What the runs showed, as markdown: what was promised first, then every run. */
export function summary(results: readonly RunResult[], conditions: readonly string[]): string {
  const of = (kind: RunResult['kind']) => results.filter((result) => result.kind === kind);
  const [identical, planted, starved] = [of('identical'), of('planted'), of('starved')];
  const unsettled = starved.filter(({ verdict, roundsRedone }) => verdict === 'undecided' || roundsRedone > 0);
  return [
    '# The gate on a real machine',
    'Made by `npm run acceptance`. Every row is one run of `lotus-bench compare --gate` with fresh processes and a seed of its own.',
    conditions.map((condition) => `- ${condition}`).join('\n'),
    '| promised | measured |\n| --- | --- |',
    `| 20 runs of identical arms: at most 1 false verdict over start-up, p50, CPU per request and RSS | ${identical.length} runs, ${falseVerdicts(identical)} false |`,
    `| 10 % more CPU per request planted: found in at least 9 of 10 runs | found in ${found(planted)} of ${planted.length} |`,
    `| a busy loop on every core: inconclusive or rounds redone, never a false verdict | ${starved.length} runs, ${unsettled.length} inconclusive or with rounds redone, ${falseVerdicts(starved)} false |`,
    `## Identical arms (${totalMinutes(identical)} min)`,
    noise(identical),
    table(identical),
    `## 10 % more CPU per request in the second arm (${totalMinutes(planted)} min)`,
    table(planted),
    `## Identical arms, a busy loop on every core (${totalMinutes(starved)} min)`,
    table(starved),
  ]
    .join('\n\n')
    .replaceAll('|\n\n|', '|\n|')
    .concat('\n');
}
