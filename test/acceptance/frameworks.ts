import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cases, type ForeignServer, packages } from './foreign-servers.js';

/**
 * `npm run frameworks`: a server in the plain style of each framework, and two packages from npm that are servers, each
 * compared under two settings by one command, with no change to it. Ends with 1 where one gets no verdict.
 */
const program = fileURLToPath(new URL('../../../bin/lotus-bench.js', import.meta.url));
const reportPath = 'reports/acceptance/frameworks.md';

interface Outcome {
  readonly name: string;
  readonly command: string;
  readonly code: number | null;
  readonly verdict: string;
  readonly seconds: number;
}

async function compare({ name, files, flags }: ForeignServer, folder: string): Promise<Outcome> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const words = ['compare', ...(flags ? [...flags, '--after-env', 'SETTING=on'] : []), '--profile', 'quick', '--gate'];
  const startedMs = performance.now();
  const child = spawn(process.execPath, [program, ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const [verdict = ''] = (stdout || stderr.slice(stderr.lastIndexOf('lotus-bench:'))).split('\n\n');
  const command = `lotus-bench ${words.map((word) => (word.includes(' ') ? `"${word}"` : word)).join(' ')}`;
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  return { name, command, code, verdict: verdict.replaceAll(/\s+/g, ' ').trim(), seconds };
}

const folder = mkdtempSync(join(tmpdir(), 'lotus-bench-frameworks-'));
const outcomes: Outcome[] = [];
try {
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'frameworks', private: true, dependencies: packages }),
  );
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], { cwd: folder, stdio: 'inherit' });
  for (const [index, each] of cases.entries()) {
    const outcome = await compare(each, join(folder, `server${index}`));
    process.stderr.write(`${outcome.name}: ${outcome.seconds} s, exit code ${outcome.code}: ${outcome.verdict}\n`);
    outcomes.push(outcome);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const cell = (text: string) => text.replaceAll('|', '\\|');
const rows = outcomes.map(
  ({ name, command, code, verdict, seconds }) =>
    `| ${name} | \`${cell(command)}\` | ${seconds} s | ${code} | ${cell(verdict)} |`,
);
const undecided = outcomes.filter(({ code }) => code !== 0);
const report = [
  '# Servers of other frameworks',
  '',
  'What `npm run frameworks` showed: the same server twice, once with a variable that it does not read, each by one command and with no',
  `change to it. **${outcomes.length - undecided.length} of ${outcomes.length} passed** (identical servers should). Node ${process.version}.`,
  '',
  '| server | command | took | exit code | verdict |',
  '|---|---|--:|--:|---|',
  ...rows,
  '',
];
writeFileSync(reportPath, report.join('\n'));
process.exitCode = outcomes.some(({ code }) => code === null || code === 1 || code === 2) ? 1 : 0;
