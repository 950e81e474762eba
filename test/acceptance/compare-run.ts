import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Analysis, Outcome } from '../../src/model/analysis.js';
import type { MetricId } from '../../src/model/metrics.js';
import type { RunRecord } from '../../src/model/record.js';
import type { Verdict } from '../../src/model/verdict.js';
import { type Estimates, estimatesOf } from './estimators.js';

const program = fileURLToPath(new URL('../../../bin/lotus-bench.js', import.meta.url));

/** One gate metric of one run. */
export interface Called {
  readonly outcome: Outcome;
  /** after/before; null where there was none. */
  readonly ratio: number | null;
  readonly roundSd: number | null;
  readonly beforeValue: number | null;
  readonly ruledOut: number | null;
}

/** What one run of the real gate said. */
export interface RunResult {
  readonly experiment: string;
  readonly seed: number;
  readonly exitCode: number;
  readonly verdict: Verdict['state'];
  readonly sentence: string;
  readonly roundsUsed: number;
  readonly roundsRedone: number;
  /** From the command to its end, in milliseconds. */
  readonly elapsedMs: number;
  readonly calls: Readonly<Partial<Record<MetricId, Called>>>;
  /** Request classes that the report names as changed. */
  readonly changedClasses: readonly string[];
  readonly estimates: Estimates;
}

interface Report {
  readonly verdict: Pick<Verdict, 'state'> & { readonly sentence: string };
  readonly analysis: Analysis;
}

/** Runs `lotus-bench compare --gate --json`. Throws when it prints no report. */
export async function compareRun(
  experiment: string,
  seed: number,
  options: readonly string[],
  signal: AbortSignal,
): Promise<RunResult> {
  const folder = mkdtempSync(join(tmpdir(), 'lotus-acceptance-'));
  const startedMs = performance.now();
  try {
    const fixed = [
      'compare',
      '--gate',
      '--json',
      '--seed',
      String(seed),
      '--db',
      'embedded',
      '--out',
      join(folder, 'run'),
    ];
    const child = spawn(process.execPath, [program, ...fixed, ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: folder,
    });
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
    const elapsedMs = performance.now() - startedMs;
    const record = JSON.parse(readFileSync(join(folder, 'run', 'record.json'), 'utf8')) as RunRecord;
    return { experiment, seed, exitCode, elapsedMs, ...readReport(JSON.parse(output)), estimates: estimatesOf(record) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport({ verdict, analysis }: Report) {
  const calls = analysis.comparisons
    .filter(({ gate }) => gate)
    .map(({ metric, outcome, before, change, ruledOut }): [MetricId, Called] => [
      metric,
      {
        outcome,
        ratio: change?.ratio ?? null,
        roundSd: change?.roundSd ?? null,
        beforeValue: before.state === 'value' ? before.value : null,
        ruledOut: ruledOut ?? null,
      },
    ]);
  return {
    verdict: verdict.state,
    sentence: verdict.sentence,
    roundsUsed: analysis.roundsUsed,
    roundsRedone: analysis.roundsRedone,
    calls: Object.fromEntries(calls) as RunResult['calls'],
    changedClasses: analysis.classes.filter(({ changed }) => changed).map(({ className }) => className),
  };
}
