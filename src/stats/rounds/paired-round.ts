import type { GeneratorFailure } from '../../model/failure.js';
import type { Round } from '../../model/record.js';
import type { Slice, SliceKind, Turns } from '../../model/slice.js';
import type { MeasuredTrial } from '../../model/trial.js';

/** One round of one arm and the reference: both trials measured, and only the slices that were good in both. */
export interface PairedRound {
  readonly roundIndex: number;
  readonly reference: MeasuredTrial;
  readonly arm: MeasuredTrial;
  /** Why slices were left out: one entry for each pair. */
  readonly excluded: readonly GeneratorFailure['kind'][];
}

function keyOf(slice: Slice): string {
  return `${slice.load.kind} ${slice.index}`;
}

/** The turns of one arm, less those in which the other's request failed: what is left is the same requests in both. */
function sharedTurns(own: Turns, other: Turns | undefined): Turns {
  return { ...own, latencyUs: own.latencyUs.map((us, i) => (other?.latencyUs[i] == null ? null : us)) };
}

function withSharedTurns(own: Slice, other: Slice | undefined): Slice {
  const { turns } = own.load;
  return turns ? { ...own, load: { ...own.load, turns: sharedTurns(turns, other?.load.turns) } } : own;
}

/**
 * The round as a pair, or `undefined` when either trial is missing or invalid: such a round does not count.
 *
 * A slice that is invalid in one arm is left out of both: what disturbed it came from outside, and dropping one side
 * alone would compare different moments.
 */
export function pairRound(round: Round, referenceName: string, armName: string): PairedRound | undefined {
  const reference = round.trials.find((trial) => trial.armName === referenceName);
  const arm = round.trials.find((trial) => trial.armName === armName);
  if (reference?.state !== 'measured' || arm?.state !== 'measured') return undefined;
  const faults = new Map<string, GeneratorFailure['kind']>();
  for (const slice of [...reference.slices, ...arm.slices]) {
    if (slice.invalid) faults.set(keyOf(slice), slice.invalid.kind);
  }
  const kept = (own: MeasuredTrial, other: MeasuredTrial): MeasuredTrial => {
    const partners = new Map(other.slices.map((slice) => [keyOf(slice), slice]));
    const good = own.slices.filter((slice) => !faults.has(keyOf(slice)) && partners.has(keyOf(slice)));
    const slices = good.map((slice) => withSharedTurns(slice, partners.get(keyOf(slice))));
    return { ...own, slices: slices.toSorted((a, b) => a.index - b.index) };
  };
  return {
    roundIndex: round.index,
    reference: kept(reference, arm),
    arm: kept(arm, reference),
    excluded: [...faults.values()],
  };
}

/** The slices of some kinds, kind by kind in order: the same length and the same indices for both trials of a pair. */
export function slicesOf(trial: MeasuredTrial, ...kinds: readonly SliceKind[]): readonly Slice[] {
  return kinds.flatMap((kind) => trial.slices.filter((slice) => slice.load.kind === kind));
}
