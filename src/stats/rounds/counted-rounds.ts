import type { Absence } from '../../model/absence.js';
import type { MetricId } from '../../model/metrics.js';
import type { Round, RunRecord } from '../../model/record.js';
import { lookWithin } from '../looks/looks.js';
import { type PairedRound, pairRound } from './paired-round.js';
import { type RoundEffect, roundEffect } from './round-effect.js';

/** The rounds of one arm and the reference. */
export interface ArmRounds {
  readonly armName: string;
  /** Rounds in which both were measured, in order. */
  readonly paired: readonly PairedRound[];
  /**
   * Those of them that count: every gate metric that can be measured at all has a value in them. The clock of the
   * looks.
   */
  readonly counted: readonly PairedRound[];
  /** The gate metrics' effects in the counted rounds. */
  readonly effects: ReadonlyMap<MetricId, readonly RoundEffect[]>;
  /** Why rounds do not count though both were measured: one entry for each. */
  readonly missing: readonly Absence[];
  /** The last look that was reached. */
  readonly look: number | undefined;
}

/** The rounds of a record that may be judged, and how far they reach. */
export interface CountedRounds {
  /** Not redone, in the order of their index. */
  readonly rounds: readonly Round[];
  readonly arms: readonly ArmRounds[];
  /** The most rounds that any arm has. */
  readonly count: number;
  /** The last look that any arm reached. */
  readonly look: number | undefined;
}

/** A metric that is missing in more rounds than it is there cannot be measured here: nothing waits for it. */
const fewestShare = 0.5;

function isPresent({ before, after }: RoundEffect): boolean {
  return before.state === 'value' && after.state === 'value';
}

function countArm({ plan, metrics }: RunRecord, rounds: readonly Round[], armName: string): ArmRounds {
  const { decision, arms } = plan;
  const paired = rounds.flatMap((round) => pairRound(round, arms[0]?.name ?? '', armName) ?? []);
  const all = decision.gateMetrics
    .filter((metric) => metrics[metric].comparison !== 'errors')
    .map((metric) => ({ metric, effects: paired.map((pair) => roundEffect(metric, pair, metrics[metric])) }));
  const needed = all.filter(
    ({ effects }) => effects.filter(isPresent).length >= Math.max(1, fewestShare * effects.length),
  );
  const lacking = paired.map((_, i) =>
    needed.map(({ effects }) => effects[i]).find((each) => each && !isPresent(each)),
  );
  const keep = <T>(list: readonly T[]) => list.filter((_, i) => lacking[i] === undefined);
  const counted = keep(paired);
  return {
    armName,
    paired,
    counted,
    effects: new Map(all.map(({ metric, effects }) => [metric, keep(effects)])),
    missing: lacking.flatMap((each) => (each?.effect.state === 'absent' ? [each.effect.reason] : [])),
    look: lookWithin(decision, counted.length),
  };
}

/**
 * Which rounds count. A redone round does not: it was set aside for its machine noise, whatever its outcome. Nor does
 * one in which the arm or the reference is invalid, for that arm alone, or in which a gate metric has no value: a spare
 * round takes its place.
 *
 * It depends on the set of rounds alone, so a run that was cut and resumed gives what an unbroken one gives.
 */
export function countRounds(record: RunRecord): CountedRounds {
  const kept = record.rounds.filter(({ redone }) => redone === undefined).toSorted((a, b) => a.index - b.index);
  const arms = record.plan.arms.slice(1).map(({ name }) => countArm(record, kept, name));
  const count = Math.max(0, ...arms.map(({ counted }) => counted.length));
  return { rounds: kept, arms, count, look: lookWithin(record.plan.decision, count) };
}

/** The rounds of one arm that are judged: up to the look that it reached, or all while there is none. */
export function judgedPairs({ counted, look }: ArmRounds): readonly PairedRound[] {
  return counted.slice(0, look);
}
