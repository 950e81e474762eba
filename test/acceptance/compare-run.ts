import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../../src/model/analysis.js';
import type { MetricId } from '../../src/model/metrics.js';

const program = fileURLToPath(new URL('../../../bin/lotus-bench.js', import.meta.url));

/** One gate metric of one run. */
export interface Called {
  readonly outcome: Outcome;
  /** after/before; null where there was none. */
  readonly ratio: number | null;
  readonly roundSd: number | null;
  readonly beforeValue: number | null;
}

/** What one run of the real gate said. */
export interface RunResult {
  readonly kind: 'identical' | 'planted' | 'starved';
  readonly seed: number;
  readonly exitCode: number;
  readonly verdict: string;
  readonly roundsUsed: number;
  readonly roundsRedone: number;
  readonly elapsedMs: number;
  readonly calls: Readonly<Partial<Record<MetricId, Called>>>;
}

interface Report {
  readonly verdict: { readonly state: string };
  readonly analysis: {
    readonly roundsUsed: number;
    readonly roundsRedone: number;
    readonly comparisons: readonly {
      readonly metric: MetricId;
      readonly gate: boolean;
      readonly outcome: Outcome;
      readonly before: { readonly state: string; readonly value?: number };
      readonly change: { readonly ratio: number; readonly roundSd: number } | null;
    }[];
  };
  readonly run: { readonly elapsedMs: number };
}

/** Runs `lotus-bench compare --gate --json`, the same server under both names but for `more`. Throws when it prints no report. */
export async function compareRun(
  kind: RunResult['kind'],
  seed: number,
  more: readonly string[],
  signal: AbortSignal,
): Promise<RunResult> {
  const fixed = ['compare', '--gate', '--json', '--before', 'after', '--after', 'after', '--seed', String(seed)];
  const child = spawn(process.execPath, [program, ...fixed, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => child.kill('SIGINT');
  signal.addEventListener('abort', stop);
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  const [exitCode] = (await once(child, 'close')) as [number];
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (output === '') throw new Error(`lotus-bench exited with ${exitCode} and printed nothing:\n${errors}`);
  const { verdict, analysis, run } = JSON.parse(output) as Report;
  const calls = analysis.comparisons
    .filter(({ gate }) => gate)
    .map(({ metric, outcome, before, change }) => [
      metric,
      {
        outcome,
        ratio: change?.ratio ?? null,
        roundSd: change?.roundSd ?? null,
        beforeValue: before.value ?? null,
      },
    ]);
  const { roundsUsed, roundsRedone } = analysis;
  const counts = { roundsUsed, roundsRedone, elapsedMs: run.elapsedMs };
  return { kind, seed, exitCode, verdict: verdict.state, ...counts, calls: Object.fromEntries(calls) };
}
