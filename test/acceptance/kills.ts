import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../../src/model/random.js';
import { makeRepository, stateOf, write } from '../source/scratch-repository.js';

/**
 * `npm run kills`: a comparison of a commit with the working tree, killed at 50 random moments by Ctrl-C twice, SIGTERM
 * and SIGKILL in turn. After each: which processes, temporary folders and traces in the repository are left. Ends with
 * 1 where anything is.
 */
const killCount = 50;
const program = fileURLToPath(new URL('../../../bin/lotus-bench.js', import.meta.url));
const reportPath = 'reports/acceptance/kills.md';
const ways = ['Ctrl-C twice', 'SIGTERM', 'SIGKILL'] as const;
type Way = (typeof ways)[number];

/** A server with a dependency, a build, and a file that git ignores: everything that a checkout takes time for. */
function aServer(folder: string): string {
  const manifest = {
    name: 'server',
    version: '1.0.0',
    scripts: { build: 'node build.js', start: 'node server.js' },
    dependencies: { greeting: 'file:greeting' },
  };
  const lock = {
    ...{ name: 'server', version: '1.0.0', lockfileVersion: 3, requires: true },
    packages: {
      '': { name: 'server', version: '1.0.0', dependencies: { greeting: 'file:greeting' } },
      greeting: { version: '1.0.0' },
      'node_modules/greeting': { resolved: 'greeting', link: true },
    },
  };
  const first = {
    'package.json': JSON.stringify(manifest),
    'package-lock.json': JSON.stringify(lock),
    'greeting/package.json': '{"name":"greeting","version":"1.0.0","main":"index.js"}',
    'greeting/index.js': 'module.exports = "hello";',
    'build.js': 'require("node:fs").writeFileSync("built.txt", require("greeting"));',
    'server.js': `const text = require('node:fs').readFileSync('built.txt');
require('node:http').createServer((_, response) => response.end(text)).listen(process.env.PORT, '127.0.0.1');`,
    '.gitignore': 'node_modules\nbuilt.txt\n.env\n',
  };
  makeRepository(folder, first, { 'readme.txt': 'a second commit' });
  write(folder, { 'notes.txt': 'untracked', 'readme.txt': 'dirty', '.env': 'SECRET=1' });
  return folder;
}

/** Every file of a repository's own folder with its length and digest: branches, index, worktrees, objects, hooks. */
function insideOf(gitFolder: string): string {
  const hash = createHash('sha256');
  for (const name of (readdirSync(gitFolder, { recursive: true }) as string[]).toSorted()) {
    const path = join(gitFolder, name);
    if (statSync(path).isFile()) hash.update(`${name}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** Processes that found the marker in their environment, whoever started them. */
function markedProcesses(marker: string): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return [];
    try {
      return readFileSync(`/proc/${name}/environ`, 'utf8').includes(marker) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

interface Place {
  readonly repository: string;
  readonly temporary: string;
  readonly cache: string;
}

function startBench({ repository, temporary, cache }: Place, out: string, marker: string): ChildProcess {
  const flags = ['--before', 'git:HEAD~1', '--after', '.', '--start', 'npm start', '--get', '/', '--ready', '/'];
  return spawn(process.execPath, [program, 'compare', ...flags, '--profile', 'quick', '--out', out], {
    cwd: repository,
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: temporary, XDG_CACHE_HOME: cache, LOTUS_KILLS: marker },
  });
}

async function kill(bench: ChildProcess, way: Way): Promise<void> {
  if (way === 'SIGKILL' || way === 'SIGTERM') {
    bench.kill(way);
    return;
  }
  bench.kill('SIGINT');
  await delay(50);
  bench.kill('SIGINT');
}

/** What is left after a kill, in words; waits for what is still ending. */
async function leftBy(place: Place, marker: string, before: string): Promise<string[]> {
  const look = () => [
    ...markedProcesses(marker).map((pid) => `process ${pid}`),
    ...readdirSync(place.temporary).map((name) => `temporary ${name}`),
  ];
  for (let i = 0; i < 200 && look().length > 0; i++) await delay(50);
  const changed = traceOf(place.repository) === before ? [] : ['the repository has changed'];
  return [...look(), ...changed];
}

function traceOf(repository: string): string {
  return `${insideOf(join(repository, '.git'))}\n${stateOf(repository)}`;
}

const folder = mkdtempSync(join(tmpdir(), 'lotus-kills-'));
const random = seededRandom(12);
const rows: string[] = [];
let faults = 0;
try {
  const place = {
    repository: aServer(join(folder, 'repository')),
    temporary: join(folder, 'tmp'),
    cache: join(folder, 'cache'),
  };
  mkdirSync(place.temporary);
  // Git refreshes an index that is younger than its files: once, before it is compared.
  stateOf(place.repository);
  const before = traceOf(place.repository);
  const startedMs = performance.now();
  const whole = startBench(place, join(folder, 'whole'), 'whole');
  const [code] = (await once(whole, 'close')) as [number];
  if (code !== 0) throw new Error(`an undisturbed run ended with ${code}`);
  const wholeMs = performance.now() - startedMs;
  console.log(`undisturbed: ${Math.round(wholeMs / 1000)} s`);
  for (let i = 0; i < killCount; i++) {
    const way = ways[i % ways.length] ?? 'SIGKILL';
    // Half of them early, where checkouts are made, and without what was installed before.
    if (i % 2 === 0) rmSync(place.cache, { recursive: true, force: true });
    const share = random() * (i % 2 === 0 ? 0.2 : 1);
    const bench = startBench(place, join(folder, `run${i}`), `kill${i}`);
    const ended = once(bench, 'close');
    await Promise.race([delay(share * wholeMs), ended]);
    await kill(bench, way);
    await ended;
    const left = await leftBy(place, `kill${i}`, before);
    if (left.length > 0) faults++;
    const row = `| ${i + 1} | ${way} | ${(share * 100).toFixed(0)} % | ${left.join(', ') || 'nothing'} |`;
    rows.push(row);
    console.log(row);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const head = [
  '# Killed at 50 random moments',
  '',
  'Made by `npm run kills`: `lotus-bench compare --before git:HEAD~1 --after . --start "npm start"` on a repository with a',
  'dirty tree. Left: processes (by a mark in their environment), temporary folders, and any change of the repository',
  '(every file in `.git`, `git status`, worktrees, branches).',
  '',
  `**${rows.length - faults} of ${rows.length} left nothing.**`,
  '',
  '| kill | by | after this share of a whole run | left |',
  '| --- | --- | --- | --- |',
];
writeFileSync(reportPath, `${[...head, ...rows].join('\n')}\n`);
process.exitCode = faults > 0 ? 1 : 0;
