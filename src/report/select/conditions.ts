import { appliesTo, type Phase } from '../../model/plan.js';
import type { Quietness, RunRecord, SeedFacts } from '../../model/record.js';
import type { MeasuredTrial } from '../../model/trial.js';

/** One kind of disturbance over the rounds, in shares; without numbers where the platform could not tell. */
export interface Disturbance {
  readonly cause: keyof Quietness;
  readonly shares: { readonly median: number; readonly most: number } | undefined;
}

/** Under which conditions any run was measured, whatever it was for. */
export interface Conditions {
  readonly record: Pick<
    RunRecord,
    'runId' | 'database' | 'links' | 'host' | 'elapsedMs' | 'end' | 'plan' | 'resumedAtIso'
  >;
  /** The phases of a round that the scenario has requests for, settled where the pilot came so far. */
  readonly phases: readonly Phase[];
  /** Trials that were measured, and those of them that were steady after their warm-up. */
  readonly warmup: { readonly steady: number; readonly trials: number };
  /** Empty without a round. */
  readonly noise: readonly Disturbance[];
  /** What the links cost, in shares of a core, while they carried load; absent: there were none. */
  readonly linkCpuShare?: number;
  /** The data of every arm; one entry where it was the same for all. */
  readonly data: readonly Pick<SeedFacts, 'armName' | 'checksum'>[];
  /** Which arm was first in each round, as the arms' places in the plan. */
  readonly order: readonly (readonly number[])[];
}

const causes: readonly (keyof Quietness)[] = ['foreignCpuShare', 'cpuPressureShare', 'stealShare'];

function disturbance(rounds: RunRecord['rounds'], cause: keyof Quietness): Disturbance {
  const shares = rounds.map(({ quietness }) => quietness[cause]).filter((share) => share !== undefined);
  const median = shares.toSorted((a, b) => a - b)[Math.floor(shares.length / 2)];
  return { cause, shares: median === undefined ? undefined : { median, most: Math.max(...shares) } };
}

/** The CPU time of the process of all links over the time of the slices that went through them. */
function linkCpuShare(trials: readonly MeasuredTrial[]): Pick<Conditions, 'linkCpuShare'> {
  const carried = trials.flatMap(({ slices }) =>
    slices.flatMap(({ databaseLink, clientLink, load }) => {
      const usage = databaseLink ?? clientLink;
      return usage ? { cpuUs: usage.processCpuUs, elapsedMs: load.elapsedMs } : [];
    }),
  );
  if (carried.length === 0) return {};
  const cpuMs = carried.reduce((sum, { cpuUs }) => sum + cpuUs / 1000, 0);
  return { linkCpuShare: cpuMs / carried.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) };
}

export function conditionsOf(record: RunRecord): Conditions {
  const { plan, pilot, rounds, seeds } = record;
  const trials = rounds.flatMap((round) => round.trials).filter((trial) => trial.state === 'measured');
  const isOneData = new Set(seeds.map(({ checksum }) => checksum)).size === 1;
  return {
    record,
    phases: (pilot?.phases ?? plan.profile.phases).filter(({ kind }) => appliesTo(kind, plan.scenario)),
    warmup: { steady: trials.filter(({ warmup }) => warmup.steady).length, trials: trials.length },
    noise: rounds.length === 0 ? [] : causes.map((cause) => disturbance(rounds, cause)),
    ...linkCpuShare(trials),
    data: isOneData ? seeds.slice(0, 1) : seeds,
    order: rounds.map(({ armOrder }) => armOrder.map((name) => plan.arms.findIndex((arm) => arm.name === name))),
  };
}
