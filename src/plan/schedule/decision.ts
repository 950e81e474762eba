import { type MetricId, metricIds, metricOf } from '../../model/metrics.js';
import type { Decision, ProfileName } from '../../model/plan.js';
import { signedRankDistribution } from '../../model/signed-rank-null.js';
import { type BoundaryRow, boundaryRanks } from './boundary-ranks.js';
import { limitsFor } from './limits.js';
import { oneSidedAlpha, schedules, totalAlpha } from './schedules.js';

/** What a decision is made for. */
export interface DecisionInput {
  readonly profileName: ProfileName;
  /** The most rounds to judge; the profile's last look when nobody says otherwise. */
  readonly rounds?: number | undefined;
  readonly gateMetrics?: readonly MetricId[] | undefined;
  /** The user's limits; they go before those of the profile. */
  readonly limits?: Readonly<Partial<Record<MetricId, number>>> | undefined;
  /** Arms of the plan, the reference included. */
  readonly armCount: number;
  /** Scenarios that are judged together. */
  readonly scenarioCount: number;
  readonly seed: number;
}

/** The metrics that a verdict is about when nobody says otherwise. */
export const defaultGateMetrics: readonly MetricId[] = metricIds.filter((metric) => metricOf(metric).gate);

/** The fewest rounds that can call a change at `alpha`: all of one sign have a two-sided chance of 2 / 2^n. */
export function fewestCallingRounds(alpha: number): number {
  return Math.ceil(Math.log2(2 / alpha));
}

/** Alpha of one arm against the reference: each further arm, and each further scenario, is a family of its own. */
export function alphaFor(armCount: number, scenarioCount: number): number {
  return totalAlpha / Math.max(1, (armCount - 1) * scenarioCount);
}

/** The largest rank sum that as many rounds fall to or below with at most `chance`; null where even 0 is likelier. */
function rankWithin(rounds: number, chance: number): number | null {
  const distribution = signedRankDistribution(Array.from({ length: rounds }, (_, i) => i + 1));
  let tail = 0;
  const rank = distribution.findIndex((probability) => {
    tail += probability;
    return tail > chance;
  });
  return rank <= 0 ? null : rank - 1;
}

/**
 * The ranks of a schedule that may end sooner than its table. Its last look spends whatever the earlier ones left; that
 * a run reaches it at all is ignored (Bonferroni), which costs little and needs no table for each number of rounds.
 */
function ranksAt(
  looks: readonly number[],
  scheduled: readonly number[],
  { ranks, spent }: BoundaryRow,
  sides: 1 | 2,
): (number | null)[] {
  return looks.map((look, k) => {
    const tabulated = (look === scheduled[k] ? ranks[k] : null) ?? null;
    if (k < looks.length - 1) return tabulated;
    const left = rankWithin(look, (oneSidedAlpha - (spent[k - 1] ?? 0)) / sides);
    return tabulated === null || left === null ? (tabulated ?? left) : Math.max(tabulated, left);
  });
}

/**
 * How rounds become outcomes: everything that the analysis is to know of looks, error rates and limits, settled before
 * the first round. `rounds` below `fewestCallingRounds(alphaFor(...))` gives a schedule that can call no change: refuse
 * it.
 */
export function decisionFor(order: DecisionInput): Decision {
  const { profileName, rounds = Number.POSITIVE_INFINITY, armCount, scenarioCount, seed } = order;
  const schedule = schedules[profileName];
  const most = Math.min(rounds, schedule.looks.at(-1) ?? 0);
  const looks = [...schedule.looks.filter((look) => look < most), most];
  const alpha = alphaFor(armCount, scenarioCount);
  const shareOf = (k: number) => (k === looks.length - 1 ? 1 : (schedule.spending[k] ?? 0) / totalAlpha);
  const row = boundaryRanks[profileName];
  return {
    looks,
    alpha,
    spending: looks.map((_, k) => alpha * shareOf(k)),
    boundRanks: ranksAt(looks, schedule.looks, row.bound, 1),
    intervalRanks: ranksAt(looks, schedule.looks, row.interval, 2),
    gateMetrics: order.gateMetrics ?? defaultGateMetrics,
    limits: limitsFor(profileName, order.limits),
    seed,
  };
}
