import type { Profile } from '../model/plan.js';
import type { Round, RunRecord } from '../model/record.js';
import { lookWithin } from './looks.js';
import { type PairedRound, pairRound } from './paired-round.js';

/** The rounds of a record that may be judged, and how far they reach. */
export interface CountedRounds {
  /** Not redone, in the order of their index. */
  readonly rounds: readonly Round[];
  /** By arm: the rounds in which it and the reference were measured. */
  readonly pairs: ReadonlyMap<string, readonly PairedRound[]>;
  /** Rounds that some arm and the reference have in common: the clock of the looks. */
  readonly count: number;
  /** The last look that was reached. */
  readonly look: number | undefined;
}

/**
 * Which rounds count. A redone round does not: it was set aside for its machine noise, whatever its outcome. A round
 * in which the arm or the reference is invalid does not count for that arm.
 *
 * It depends on the set of rounds alone, so a run that was cut and resumed gives what an unbroken one gives.
 */
export function countRounds({ plan, rounds }: Pick<RunRecord, 'plan' | 'rounds'>): CountedRounds {
  const [reference, ...arms] = plan.arms;
  const kept = rounds.filter(({ redone }) => redone === undefined).toSorted((a, b) => a.index - b.index);
  const pairs = new Map(
    arms.map(({ name }) => [
      name,
      kept.flatMap((round) => (reference && pairRound(round, reference.name, name)) ?? []),
    ]),
  );
  const count = Math.max(0, ...[...pairs.values()].map(({ length }) => length));
  return { rounds: kept, pairs, count, look: lookWithin(plan.profile, count) };
}

/** The rounds of one arm that are judged: up to the look that the run reached, or all while there is none. */
export function judgedPairs(counted: CountedRounds, armName: string): readonly PairedRound[] {
  return (counted.pairs.get(armName) ?? []).slice(0, counted.look);
}

/**
 * Alpha of one gate metric of one arm; a further arm is a question of its own. Every metric that is only information is
 * judged as strictly.
 */
export function sharedAlpha(alpha: number, gateMetrics: readonly unknown[]): number {
  return alpha / Math.max(1, gateMetrics.length);
}

/** The most rounds that a profile can judge. */
export function lastLook({ looks }: Profile): number {
  return looks.at(-1) ?? 0;
}
