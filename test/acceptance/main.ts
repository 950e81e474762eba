import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compareRun, type RunResult } from './compare-run.js';
import { summary } from './summary.js';

/**
 * `npm run acceptance`: the real gate on this machine, with the same server under both names, with a planted regression, and
 * on a starved machine. An hour; let nothing else run meanwhile. Every run is kept in results.jsonl as it ends: started
 * again, it goes on with the first that is missing.
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'reports/acceptance' },
    identical: { type: 'string', default: '20' },
    planted: { type: 'string', default: '10' },
    starved: { type: 'string', default: '2' },
    scenario: { type: 'string', default: 'health' },
    profile: { type: 'string', default: 'quick' },
    /** The most rounds of identical arms; the planted regression may take all of the profile's. */
    rounds: { type: 'string', default: '8' },
  },
});

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt.abort());

const plantedShare = 0.1;
const firstSeed = { identical: 1000, planted: 2000, starved: 3000 } as const;
const fixture = fileURLToPath(new URL('../../../test/acceptance/fixtures/burn-cpu.mjs', import.meta.url));

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
  `profile ${values.profile}; identical arms for at most ${values.rounds} rounds, the planted regression for all that the profile has`,
  `${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}`,
];

/** The planted cost in microseconds: a tenth of what the identical runs say that a request costs. */
function burnUs(): number {
  const costs = results.flatMap(({ kind, calls }) =>
    kind === 'identical' ? (calls.cpuPerRequestUs?.beforeValue ?? []) : [],
  );
  if (costs.length === 0) throw new Error('run some identical arms first: the planted cost is a share of theirs');
  return (costs.reduce((sum, cost) => sum + cost, 0) / costs.length) * plantedShare;
}

async function measure(kind: RunResult['kind'], count: number, more: () => readonly string[]): Promise<void> {
  for (let seed = firstSeed[kind]; seed < firstSeed[kind] + count; seed++) {
    if (interrupt.signal.aborted) return;
    if (results.some((result) => result.kind === kind && result.seed === seed)) continue;
    const folder = mkdtempSync(join(tmpdir(), 'lotus-acceptance-'));
    try {
      const common = [values.scenario, '--profile', values.profile, '--db', 'embedded', '--out', folder];
      const result = await compareRun(kind, seed, [...common, ...more()], interrupt.signal);
      results.push(result);
      appendFileSync(resultsPath, `${JSON.stringify(result)}\n`);
      writeFileSync(join(values.out, 'README.md'), summary(results, conditions));
      console.log(`${kind} ${seed}: ${result.verdict}, ${result.roundsUsed} rounds, ${result.roundsRedone} redone`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

const fewRounds = () => ['--rounds', values.rounds];
await measure('identical', Number(values.identical), fewRounds);
await measure('planted', Number(values.planted), () => [
  ...['--after-env', `NODE_OPTIONS=--import=${fixture}`],
  ...['--after-env', `BURN_US=${burnUs().toFixed(0)}`],
]);
const loops = Number(values.starved) > 0 ? cpus().map(() => spawn(process.execPath, ['-e', 'for (;;);'])) : [];
try {
  await measure('starved', Number(values.starved), fewRounds);
} finally {
  for (const loop of loops) loop.kill('SIGKILL');
}
console.log(`\n${readFileSync(join(values.out, 'README.md'), 'utf8')}`);
