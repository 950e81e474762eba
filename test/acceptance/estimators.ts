import type { Round, RunRecord } from '../../src/model/record.js';
import type { Slice, SliceKind } from '../../src/model/slice.js';
import type { MeasuredTrial } from '../../src/model/trial.js';
import { hodgesLehmann, median } from '../../src/stats/math/signed-rank.js';

/**
 * ln(after/before) of every round, by estimator: so that their noise, and what they see, can be held beside each other.
 */
export type Estimates = Readonly<Partial<Record<Estimator, readonly number[]>>>;

const estimators = {
  'response time, turns: by class (in use)': ({ a, b }) => classWeighted(a, b, hodgesLehmann),
  'response time, turns: geometric mean': ({ a, b }) => mean(turnRatios(a, b).map(({ ratio }) => ratio)),
  'response time, turns: median': ({ a, b }) => median(turnRatios(a, b).map(({ ratio }) => ratio)),
  'latency, slices: mean of the open loop': ({ a, b }) =>
    ln(
      a,
      b,
      'open',
      ({ load }) => load.latencyTotalUs,
      ({ load }) => load.responseCount,
    ),
  'CPU per request, turns': ({ a, b }) => ln(a, b, 'turns', ({ server }) => server.cpuUs, responses),
  'CPU per request, slices: closed loop': ({ a, b }) => ln(a, b, 'closed', ({ server }) => server.cpuUs, responses),
  'CPU per request, slices: open loop': ({ a, b }) => ln(a, b, 'open', ({ server }) => server.cpuUs, responses),
  'requests per second, closed loop': ({ a, b }) => ln(a, b, 'closed', responses, ({ load }) => load.elapsedMs),
  'memory in use after GC': ({ a, b }) => Math.log(inUse(b) / inUse(a)),
  'RSS, closed loop': ({ a, b }) =>
    ln(
      a,
      b,
      'closed',
      ({ server }) => server.rssBytes,
      () => 1,
    ),
  'start-up': ({ a, b }) => Math.log(ready(b) / ready(a)),
} as const satisfies Record<string, (pair: Pair) => number>;

export type Estimator = keyof typeof estimators;
export const estimatorNames = Object.keys(estimators) as readonly Estimator[];

interface Pair {
  readonly a: MeasuredTrial;
  readonly b: MeasuredTrial;
}

const responses = ({ load }: Slice) => load.responseCount;
const inUse = ({ memory }: MeasuredTrial) =>
  (memory.heapUsedBytes ?? Number.NaN) + (memory.externalBytes ?? Number.NaN);
const ready = ({ startups }: MeasuredTrial) => mean(startups.map(({ readyMs }) => readyMs));

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function slices(trial: MeasuredTrial, kind: SliceKind): readonly Slice[] {
  return trial.slices.filter(({ load, invalid }) => load.kind === kind && !invalid);
}

/** ln of b's total over a's, each divided by its own count. NaN where there is no such slice. */
function ln(
  a: MeasuredTrial,
  b: MeasuredTrial,
  kind: SliceKind,
  total: (s: Slice) => number,
  per: (s: Slice) => number,
) {
  const of = (trial: MeasuredTrial) =>
    slices(trial, kind).reduce((sum, slice) => sum + total(slice), 0) /
    slices(trial, kind).reduce((sum, slice) => sum + per(slice), 0);
  return Math.log(of(b) / of(a));
}

function turnRatios(a: MeasuredTrial, b: MeasuredTrial): readonly { classIndex: number; ratio: number }[] {
  const [mine, theirs] = [slices(a, 'turns')[0]?.load.turns, slices(b, 'turns')[0]?.load.turns];
  return (mine?.latencyUs ?? []).flatMap((before, i) => {
    const after = theirs?.latencyUs[i];
    return before && after ? [{ classIndex: mine?.classIndex[i] ?? 0, ratio: Math.log(after / before) }] : [];
  });
}

function classWeighted(a: MeasuredTrial, b: MeasuredTrial, estimate: (ratios: readonly number[]) => number): number {
  const ratios = turnRatios(a, b);
  const classes = [...new Set(ratios.map(({ classIndex }) => classIndex))];
  return (
    classes.reduce((sum, index) => {
      const own = ratios.filter(({ classIndex }) => classIndex === index).map(({ ratio }) => ratio);
      return sum + own.length * estimate(own);
    }, 0) / ratios.length
  );
}

function pairOf({ trials, redone }: Round, names: readonly string[]): Pair | undefined {
  const [a, b] = names.map((name) => trials.find(({ armName }) => armName === name));
  return redone === undefined && a?.state === 'measured' && b?.state === 'measured' ? { a, b } : undefined;
}

/** Every estimator of every good round of the first two arms. */
export function estimatesOf({ rounds, plan }: RunRecord): Estimates {
  const names = plan.arms.slice(0, 2).map(({ name }) => name);
  const pairs = rounds.flatMap((round) => pairOf(round, names) ?? []);
  return Object.fromEntries(
    estimatorNames.flatMap((name) => {
      const values = pairs.map((pair) => estimators[name](pair)).filter(Number.isFinite);
      return values.length === 0 ? [] : [[name, values]];
    }),
  );
}
