import type { Turns } from '../../model/slice.js';
import type { MeasuredTrial } from '../../model/trial.js';
import { hodgesLehmann } from '../math/signed-rank.js';
import { type PairedRound, slicesOf } from './paired-round.js';

/** One turn that both arms answered: the same request to each. Response times in microseconds. */
export interface Turn {
  readonly className: string;
  readonly beforeUs: number;
  readonly afterUs: number;
}

/** ln(after/before) of each turn of one request class. */
export type RatiosByClass = ReadonlyMap<string, readonly number[]>;

/** The turns of a trial, slice by slice. */
export function turnsIn(trial: MeasuredTrial): readonly Turns[] {
  return slicesOf(trial, 'turns').flatMap(({ load }) => load.turns ?? []);
}

/** A round's turns. One in which either request failed, or took no time by the clock, is left out: it has no ratio. */
export function pairedTurns({ reference, arm }: PairedRound): Turn[] {
  const partners = turnsIn(arm);
  return turnsIn(reference).flatMap(({ classIndex, classNames, latencyUs }, slice) =>
    latencyUs.flatMap((beforeUs, i) => {
      const afterUs = partners[slice]?.latencyUs[i];
      const className = classNames[classIndex[i] ?? -1];
      return beforeUs && afterUs && className !== undefined ? [{ className, beforeUs, afterUs }] : [];
    }),
  );
}

/** The turns of each request class, in order. */
export function byClass(turns: readonly Turn[]): ReadonlyMap<string, readonly Turn[]> {
  const classes = new Map<string, Turn[]>();
  for (const turn of turns) {
    const own = classes.get(turn.className);
    if (own) own.push(turn);
    else classes.set(turn.className, [turn]);
  }
  return classes;
}

export function logRatiosOf(turns: readonly Turn[]): number[] {
  return turns.map(({ beforeUs, afterUs }) => Math.log(afterUs / beforeUs));
}

export function turnRatios(pair: PairedRound): RatiosByClass {
  return ratiosByClass(pairedTurns(pair));
}

function ratiosByClass(turns: readonly Turn[]): RatiosByClass {
  return new Map([...byClass(turns)].map(([className, own]) => [className, logRatiosOf(own)]));
}

/** The first and the second half of a round's turns. */
export function turnHalves(pair: PairedRound): { readonly earlier: RatiosByClass; readonly later: RatiosByClass } {
  const turns = pairedTurns(pair);
  const half = turns.length >> 1;
  return { earlier: ratiosByClass(turns.slice(0, half)), later: ratiosByClass(turns.slice(half)) };
}

/**
 * The change of the response time in ln: of each class the Hodges-Lehmann estimate of its turns, and of these the mean,
 * weighted by the number of turns. One turn that was held up moves it little, and yet a single class that became
 * slower shows, which a median over all turns would hide. `undefined` without turns.
 */
export function weightedByClass(ratios: RatiosByClass): number | undefined {
  const classes = [...ratios.values()].map((own) => ({ estimate: hodgesLehmann(own), turns: own.length }));
  const turns = classes.reduce((sum, each) => sum + each.turns, 0);
  return turns === 0 ? undefined : classes.reduce((sum, each) => sum + each.estimate * each.turns, 0) / turns;
}

/** The response times of an arm's own turns in microseconds, but for those that failed. */
export function latenciesUs(trial: MeasuredTrial): number[] {
  return turnsIn(trial).flatMap(({ latencyUs }) => latencyUs.flatMap((us) => us || []));
}

/** The geometric mean; `undefined` of none. */
export function geometricMean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
