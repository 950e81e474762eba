import { join } from 'node:path';
import type { BisectEnd, Bisection, BisectStep, Commit } from '../../../model/bisect.js';
import { type MetricId, metricIds, metricOf } from '../../../model/metrics.js';
import { nextStep, searchLimit } from '../../../plan/bisect/search.js';
import { type Mistake, mistakesOf } from '../../../plan/checked.js';
import { type BisectOptions, bisectFlags } from '../../../plan/flags/bisect-flags.js';
import { nearest } from '../../../plan/flags/nearest.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import { limitsFor } from '../../../plan/schedule/limits.js';
import { bisectionText, bisectStepText, bisectTestText } from '../../../report/words/bisect.js';
import { sourceProblemText } from '../../../report/words/sources.js';
import { historyBetween } from '../../../run/sources/history.js';
import { type ExitCode, exitCodes } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { badUsage } from '../../edge/user-error.js';
import { newRunId } from '../../job/run-folder.js';
import { compareCommits, Interrupted } from './compare-commits.js';

/** The metric that a word means: its id, or the only judged one whose id begins with it. */
function metricOfWord(word: string): MetricId | undefined {
  const exact = metricIds.find((id) => id === word);
  const begun = metricIds.filter((id) => id.startsWith(word) && metricOf(id).gate);
  return exact ?? (begun.length === 1 ? begun[0] : undefined);
}

/**
 * `lotus-bench bisect`: searches the commits after a good one for the first that made a metric worse. Throws UserError
 * with all mistakes at once.
 */
export async function bisect(given: Given, io: Io): Promise<ExitCode> {
  const { options, metric, good, commits } = await prepare(given, io);
  const runId = newRunId('bisect');
  const folder = options.out ?? join('reports', runId);
  const steps: BisectStep[] = [];
  let limit = limitsFor(options.profile, options.limit)[metric];
  const test = async (commit: Commit): Promise<BisectStep> => {
    io.stderr.write(`${bisectTestText(commit, Math.ceil(Math.log2(commits.length)) - steps.length)}\n`);
    const out = join(folder, `${String(steps.length + 1).padStart(2, '0')}-${commit.sha.slice(0, 10)}`);
    const step = await compareCommits({ good, commit, metric, limit, out }, given.flags, io);
    steps.push(step);
    io.stderr.write(`${bisectStepText(step)}\n`);
    return step;
  };
  const finish = (end: BisectEnd): ExitCode => {
    const bisection: Bisection = { metric, good, commitCount: commits.length, limit, steps, end };
    io.stdout.write(options.json ? `${JSON.stringify(bisection, undefined, 2)}\n` : bisectionText(bisection));
    return end.kind === 'found' ? exitCodes.passed : exitCodes.undecided;
  };
  try {
    const [last] = commits.slice(-1);
    if (!last) throw new RangeError('a history without a commit');
    const whole = await test(last);
    if (whole.outcome !== 'bad') return finish({ kind: 'not-worse', outcome: whole.outcome });
    limit = searchLimit(whole.change?.ratio ?? 1, limit);
    for (;;) {
      const tested = steps.map(({ commit, outcome }) => ({ index: commits.indexOf(commit), outcome }));
      const next = nextStep(commits.length, tested);
      const at = (index: number) => commits[index] ?? last;
      if (next.kind === 'found') return finish({ kind: 'found', commit: at(next.index) });
      if (next.kind === 'undecided') return finish({ kind: 'undecided', among: commits.slice(next.from, next.to + 1) });
      await test(at(next.index));
    }
  } catch (error) {
    if (error instanceof Interrupted) return exitCodes.interrupted;
    throw error;
  }
}

interface Prepared {
  readonly options: BisectOptions;
  readonly metric: MetricId;
  readonly good: Commit;
  readonly commits: readonly Commit[];
}

async function prepare(given: Given, io: Io): Promise<Prepared> {
  const read = readFlags(bisectFlags, given);
  const mistakes: Mistake[] = mistakesOf(read);
  if (read.state === 'mistaken') throw badUsage(mistakes);
  const options = read.value;
  const metric = metricOfWord(options.metric);
  if (!metric) {
    const problem = `"${options.metric}" is not a metric; did you mean ${nearest(options.metric, metricIds)}?`;
    mistakes.push({ where: '--metric', problem });
  }
  if (options.start === undefined)
    mistakes.push({ where: '--start', problem: 'no server; name its command: --start "node server.js"' });
  if (options.get.length === 0) mistakes.push({ where: '--get', problem: 'nothing to ask for; name a path: --get /' });
  if (options.good === undefined) {
    mistakes.push({ where: '--good', problem: 'no commit to begin with; name one that was still fast: --good v1.2' });
    throw badUsage(mistakes);
  }
  const history = await historyBetween(options.good, options.bad, io.cwd, new AbortController().signal);
  if (history.state === 'wrong')
    mistakes.push(
      ...history.problems.map(({ of, problem }) => ({ where: `--${of}`, problem: sourceProblemText(problem) })),
    );
  if (history.state === 'wrong' || !metric || mistakes.length > 0) throw badUsage(mistakes);
  return { options, metric, good: history.good, commits: history.commits };
}
