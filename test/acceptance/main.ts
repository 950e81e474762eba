import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareRun, type RunResult } from './compare-run.js';
import { agreements, type Experiment, experiments } from './experiments.js';
import { summary } from './summary.js';

/**
 * `npm run acceptance`: the real gate on this machine, with the same server under both names, with planted regressions,
 * and on a starved machine. Let nothing else run meanwhile. Every run is kept in results.jsonl as it ends: started
 * again, it resumes with the first that is missing. `-- --only identical,cpu-5` runs some of the experiments, `--runs
 * 3` fewer of each.
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'reports/acceptance' },
    scenario: { type: 'string', default: 'browsing' },
    only: { type: 'string' },
    runs: { type: 'string' },
  },
});

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt.abort());

mkdirSync(values.out, { recursive: true });
const resultsPath = join(values.out, 'results.jsonl');
const results: RunResult[] = existsSync(resultsPath)
  ? readFileSync(resultsPath, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunResult)
  : [];
const conditions = [
  `scenario ${values.scenario}, the arm \`after\` under both names, the bundled stand-in as database`,
  `${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}`,
];

/** What a request of the unchanged server costs in `profile`, in microseconds, as the identical runs found. */
function cpuUsIn({ profile }: Experiment): number {
  const own = experiments.find((each) => each.profile === profile && /identical$/.test(each.name));
  const costs = results
    .filter(({ experiment }) => experiment === own?.name)
    .flatMap(({ calls }) => calls.cpuPerRequestUs?.beforeValue ?? []);
  if (costs.length === 0) throw new Error(`run ${own?.name} first: the planted cost is a share of what it finds`);
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

async function runAll(experiment: Experiment, number: number): Promise<void> {
  const { name, profile, options, runs } = experiment;
  for (let run = 0; run < Math.min(runs, Number(values.runs ?? runs)); run++) {
    const seed = 1000 * (number + 1) + run;
    if (interrupt.signal.aborted) return;
    if (results.some((result) => result.experiment === name && result.seed === seed)) continue;
    const all = [values.scenario, '--profile', profile, ...options(() => cpuUsIn(experiment))];
    const result = await compareRun(name, seed, all, interrupt.signal);
    results.push(result);
    appendFileSync(resultsPath, `${JSON.stringify(result)}\n`);
    writeFileSync(join(values.out, 'README.md'), summary(results, conditions));
    const { verdict, roundsUsed, elapsedMs, sentence } = result;
    console.log(`${name} ${seed}: ${verdict}, ${roundsUsed} rounds, ${Math.round(elapsedMs / 1000)} s. ${sentence}`);
  }
}

async function starving(work: () => Promise<void>): Promise<void> {
  const loops = cpus().map(() => spawn(process.execPath, ['-e', 'for (;;);']));
  try {
    await work();
  } finally {
    for (const loop of loops) loop.kill('SIGKILL');
  }
}

try {
  const wanted = values.only?.split(',');
  for (const [number, experiment] of [...experiments, ...agreements].entries()) {
    if (wanted && !wanted.includes(experiment.name)) continue;
    const work = () => runAll(experiment, number);
    await (experiment.starved ? starving(work) : work());
  }
} catch (error) {
  if (!interrupt.signal.aborted) throw error;
}
if (interrupt.signal.aborted) console.error('interrupted; what was measured is kept, and the next start resumes');
