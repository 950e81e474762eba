import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layOutCores } from '../../src/plan/pin.js';
import { pinningGround } from '../../src/run/this-machine.js';
import { commandLineOf, descendantsOf } from './descendants.js';
import { program, run, start } from './lotus-bench.js';

let folder: string;
const { cores, taskset } = pinningGround();
// One core cannot be shared out, and without taskset nothing can be kept on one.
const canPin = taskset.state === 'value' && cores.state === 'value' && cores.value.length >= 2;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const programs = { servers: 'lotus/main.js', database: 'embedded-mongo.js', load: 'load/process.js' };

/** The status of each thread of a process; none of one that has ended since it was listed. */
function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map((thread) => readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8'));
  } catch {
    return [];
  }
}

/** The cores that the threads of a process may run on, `0-2` as 0,1,2: one entry where all threads agree. */
function coresOf(pid: number): string[] {
  const lists = threadsOf(pid).map((status) => {
    const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? '';
    return list.replace(/(\d+)-(\d+)/g, (_, first, last) =>
      Array.from({ length: last - first + 1 }, (_, index) => Number(first) + index).join(),
    );
  });
  return [...new Set(lists)];
}

/**
 * The programs of Node below a process whose command line holds this text; not the taskset that is about to become one.
 */
function running(pid: number, text: string): number[] {
  const found = descendantsOf(pid).filter((each) => {
    const line = commandLineOf(each);
    return line.includes(text) && !line.startsWith('taskset');
  });
  // Until it executes its own program, what a server starts (its ffmpeg check) bears the server's command line.
  const forked = new Set(found.flatMap((each) => descendantsOf(each).slice(1)));
  return found.filter((each) => !forked.has(each));
}

describe('compare --pin', () => {
  it.runIf(canPin)('keeps all threads of servers, database and load generator on their cores', async () => {
    const out = join(folder, 'run');
    const bench = start([
      ...['compare', 'health', '--profile', 'quick', '--db', 'embedded', '--seed', '1', '--pin'],
      ...['--out', out],
    ]);
    const pid = bench.child.pid ?? 0;
    const laidOut = layOutCores({ cores, taskset });
    const wanted = laidOut.state === 'good' ? laidOut.value : undefined;
    const list = (numbers: readonly number[] = []) => numbers.join();
    const found = () =>
      Object.fromEntries(Object.entries(programs).map(([part, text]) => [part, running(pid, text).map(coresOf)]));
    try {
      // A whole round: servers report, answer and stop under taskset as without it.
      await bench.said('round 1 of');
      // Both servers of a round are up for most of it, beside the one database and the one load generator.
      await expect.poll(found, { timeout: 60_000, interval: 20 }).toEqual({
        servers: [[list(wanted?.servers)], [list(wanted?.servers)]],
        database: [[list(wanted?.database)]],
        load: [[list(wanted?.load)]],
      });
    } finally {
      bench.child.kill('SIGINT');
      await bench.ended;
    }
    expect(JSON.parse(readFileSync(join(out, 'record.json'), 'utf8')).plan.pinnedCores).toEqual(wanted);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('load generator on core');
  });

  it.runIf(canPin)('on one core is a mistake, told with all others before anything starts', async () => {
    const tasksetPath = taskset.state === 'value' ? taskset.value : '';
    const core = cores.state === 'value' ? String(cores.value[0]) : '';
    const args = ['-c', core, process.execPath, program, 'compare', '--pin', '--profile', 'qick'];
    const { status, stderr } = spawnSync(tasksetPath, args, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([
      2,
      'lotus-bench: --pin: there is one core to run on, and nothing to keep apart; take a machine with 2 or more, or leave --pin out\n' +
        'lotus-bench: --profile: "qick" is not one of quick, standard, deep; did you mean quick?\n',
    ]);
  });

  it('without taskset is a mistake', async () => {
    const { code, stderr } = await run(['compare', '--pin'], { PATH: dirname(folder) });
    expect([code, stderr]).toEqual([
      2,
      'lotus-bench: --pin: no taskset on the PATH; install util-linux, or leave --pin out\n',
    ]);
  });
});
