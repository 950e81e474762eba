import type { Absence } from '../../model/absence.js';
import type { Measured } from '../../model/analysis.js';
import { type HistogramUs, histogramOf, mergeHistograms, percentileUs } from '../../model/histogram.js';
import type { DatabaseUsage, Slice, SliceKind } from '../../model/slice.js';
import type { MeasuredTrial, MemoryFacts, StartupFacts } from '../../model/trial.js';
import { hodgesLehmann } from '../math/signed-rank.js';
import { slicesOf } from './paired-round.js';
import { markPhaseMs, type StartupMark } from './start-up-phases.js';
import { latenciesUs } from './turns.js';

/**
 * How a metric is read from one arm's trial: once for the round, once for each slice of some kinds, or turn by turn.
 */
export type Measurement =
  /** `kinds`: without any of these phases in a round there is no value; none for what does not come from load. */
  | { readonly per: 'round'; readonly kinds: readonly SliceKind[]; readonly read: (trial: MeasuredTrial) => Measured }
  | {
      readonly per: 'slice';
      readonly kinds: readonly [SliceKind, ...SliceKind[]];
      readonly read: (slice: Slice) => number | undefined;
      /** Why a slice has no value, where it may have none. */
      readonly missing?: Absence;
    }
  | { readonly per: 'turn'; readonly kinds: readonly ['turns']; readonly read: (trial: MeasuredTrial) => Measured };

/** Slices in which the other arm is idle: only there do counters that both share belong to one of them. */
export const alone = ['closed', 'open', 'stream'] as const;

export function valueOr(value: number | undefined, reason: Absence): Measured {
  return value === undefined || Number.isNaN(value) ? { state: 'absent', reason } : { state: 'value', value };
}

export function noSlice(phase: SliceKind): Absence {
  return { kind: 'no-slice', phase };
}

export function sumOf(slices: readonly Slice[], read: (slice: Slice) => number): number {
  return slices.reduce((sum, slice) => sum + read(slice), 0);
}

export const responsesOf = (slice: Slice): number => slice.load.responseCount;

/** Does the server tell nothing of itself, because it is not Node? What is wrong with its clock would be known. */
function isSilent(startups: readonly StartupFacts[]): boolean {
  return startups.length > 0 && startups.every(({ bootMs, clockFault }) => bootMs === undefined && !clockFault);
}

/** The Hodges-Lehmann estimate over the start-up cycles of a round. `marks`: what the server must set for it. */
export function startup(
  read: (facts: StartupFacts) => number | undefined,
  marks: readonly StartupMark[] = [],
): Measurement {
  return {
    per: 'round',
    kinds: [],
    read: ({ startups }) => {
      if (startups.length === 0) return { state: 'absent', reason: { kind: 'no-start-up' } };
      const clockFault = startups.find((each) => each.clockFault !== undefined)?.clockFault;
      const fault: Absence | undefined =
        clockFault === undefined ? undefined : { kind: 'clock-fault', fault: clockFault };
      if (startups.some(({ marksMs }) => marks.some((mark) => marksMs[mark] === undefined)))
        return { state: 'absent', reason: fault ?? { kind: 'no-mark', marks } };
      const cycles = startups.flatMap((facts) => read(facts) ?? []);
      return valueOr(
        cycles.length < startups.length ? undefined : hodgesLehmann(cycles),
        fault ?? (isSilent(startups) ? { kind: 'not-node' } : { kind: 'impossible-times' }),
      );
    },
  };
}

export function startupPhase(from: StartupMark | 'boot', to: StartupMark): Measurement {
  return startup((facts) => markPhaseMs(facts, from, to), from === 'boot' ? [to] : [from, to]);
}

/** The round's slices of an arm merged into one histogram: percentiles are never averaged. */
export function percentile(share: number, kind: SliceKind, histogramOf: (slice: Slice) => HistogramUs): Measurement {
  return {
    per: 'round',
    kinds: [kind],
    read: (trial) =>
      valueOr(percentileUs(mergeHistograms(slicesOf(trial, kind).map(histogramOf)), share), noSlice(kind)),
  };
}

/** A total of some slices over the requests that they answered. */
export function perRequest(
  total: (slice: Slice) => number | undefined,
  missing: Absence,
  kinds: readonly SliceKind[] = alone,
): Measurement {
  return {
    per: 'round',
    kinds,
    read: (trial) => {
      const slices = slicesOf(trial, ...kinds);
      const responses = sumOf(slices, responsesOf);
      if (responses === 0) return { state: 'absent', reason: noSlice(kinds[0] ?? 'closed') };
      if (slices.some((slice) => total(slice) === undefined)) return { state: 'absent', reason: missing };
      return { state: 'value', value: sumOf(slices, (slice) => total(slice) ?? 0) / responses };
    },
  };
}

export function databasePerRequest(read: (usage: DatabaseUsage) => number): Measurement {
  return perRequest(({ database }) => database && read(database), { kind: 'not-counted', by: 'database' });
}

export function memory(read: (facts: MemoryFacts) => number | undefined, missing: Absence): Measurement {
  return {
    per: 'round',
    kinds: [],
    read: (trial) => valueOr(read(trial.memory), isSilent(trial.startups) ? { kind: 'not-node' } : missing),
  };
}

/** A percentile of an arm's own turns: description, not a comparison turn by turn. */
export function turnPercentile(share: number): Measurement {
  return {
    per: 'round',
    kinds: ['turns'],
    read: (trial) => valueOr(percentileUs(histogramOf(latenciesUs(trial)), share), noSlice('turns')),
  };
}
