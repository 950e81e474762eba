import type { Effect } from '../../model/claims-record.js';
import type { ExperimentRound } from '../../model/experiments-record.js';
import { type MetricId, metricOf } from '../../model/metrics.js';
import { pointName, type SweepPlan, type SweepPoint } from '../../model/sweep.js';
import { estimate } from '../math/estimate.js';
import { median } from '../math/signed-rank.js';

/** Under which name a point keeps each metric. */
const names: Readonly<Partial<Record<MetricId, string>>> = {
  responseTimeUs: 'latencyUs',
  databaseQueryUs: 'queryUs',
  cpuPerRequestUs: 'cpuUs',
  throughputPerSecond: 'perSecond',
};

/** Every value at which any round measured, ascending, with what was found there. */
export function pointsOf(plan: SweepPlan, rounds: readonly ExperimentRound[]): readonly SweepPoint[] {
  const suffix = names[plan.metric] ?? '';
  const [before, after] = plan.arms.map(({ name }) => name);
  const of = (round: ExperimentRound, armName: string | undefined, value: number) => {
    const observation = round.observations.find((each) => each.armName === armName);
    return observation?.state === 'observed' ? observation.values[`${pointName(value)}.${suffix}`] : undefined;
  };
  return valuesIn(rounds, suffix).flatMap((value) => {
    const both = rounds.flatMap((round) => {
      const [a, b] = [of(round, before, value), of(round, after, value)];
      return a === undefined || b === undefined || a <= 0 || b <= 0 ? [] : [{ a, b }];
    });
    if (both.length === 0) return [];
    const effect = effectOf(both.map(({ a, b }) => Math.log(b / a)));
    return [
      {
        value,
        rounds: both.length,
        before: median(both.map(({ a }) => a)),
        after: median(both.map(({ b }) => b)),
        ...(effect ? { effect } : {}),
        ...(plan.find === undefined ? {} : { holds: holdsAt(effect, plan.find, metricOf(plan.metric).limit) }),
      },
    ];
  });
}

function valuesIn(rounds: readonly ExperimentRound[], suffix: string): number[] {
  const found = rounds.flatMap(({ observations }) =>
    observations.flatMap((each) => (each.state === 'observed' ? Object.keys(each.values) : [])),
  );
  const values = found.flatMap((name) => {
    const [, value] = new RegExp(`^at(.+)\\.${suffix}$`).exec(name) ?? [];
    return value === undefined ? [] : [Number(value)];
  });
  return [...new Set(values)].sort((a, b) => a - b);
}

function effectOf(logs: readonly number[]): Effect | undefined {
  const found = estimate(logs);
  if (!found) return undefined;
  return { ratio: Math.exp(found.value), low: Math.exp(found.low), high: Math.exp(found.high) };
}

/**
 * A change holds where the whole interval reaches it, within what is never told apart (`slack`), and does not where the
 * whole interval falls short.
 */
function holdsAt(effect: Effect | undefined, find: number, slack: number): NonNullable<SweepPoint['holds']> {
  if (!effect) return 'unclear';
  // A gain of 1 is the change that is searched for, whichever its direction.
  const far = Math.abs(Math.log(find));
  const along = (ratio: number) => Math.sign(Math.log(find)) * Math.log(ratio);
  const [low, high] = [along(effect.low), along(effect.high)].sort((a, b) => a - b);
  if (low === undefined || high === undefined) return 'unclear';
  if (low >= far - slack) return 'yes';
  return high < far - slack ? 'no' : 'unclear';
}
