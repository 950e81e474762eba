import { type Measured, partsOf, pathsOf, type ValuePath } from '../../model/claim.js';
import type { ExperimentResult, ExperimentRound, Observation } from '../../model/experiments-record.js';
import type { Failure } from '../../model/failure.js';
import { median } from '../math/signed-rank.js';

/** The values of one line in one round, by arm name. */
export type RoundValues = Readonly<Record<string, number>>;

/** What the rounds say of a line. */
export interface LineValues {
  readonly rounds: readonly RoundValues[];
  /** The first failure of an arm, where one failed. */
  readonly failure?: { readonly armName: string; readonly failure: Failure };
}

/** Theil's slope: the median of the slopes between all pairs of points (Theil 1950). NaN of fewer than two. */
export function theilSlope(points: readonly { readonly at: number; readonly value: number }[]): number {
  return median(
    points.flatMap((to, j) => points.slice(0, j).map((from) => (to.value - from.value) / (to.at - from.at))),
  );
}

function valueIn(observation: Observation, measured: Measured): number | undefined {
  if (observation.state === 'failed') return undefined;
  const read = (path: ValuePath) => observation.values[partsOf(path).name];
  if (typeof measured === 'string') return read(measured);
  const points = measured.slopeOf.flatMap(({ at, value: path }) => {
    const value = read(path);
    return value === undefined ? [] : [{ at, value }];
  });
  return points.length === measured.slopeOf.length ? theilSlope(points) : undefined;
}

function inRound({ observations }: ExperimentRound, measured: Measured): RoundValues {
  return Object.fromEntries(
    observations.flatMap((observation) => {
      const value = valueIn(observation, measured);
      return value === undefined ? [] : [[observation.armName, value]];
    }),
  );
}

/** The values of a line in every round of its experiment that gave any. */
export function lineValues(results: readonly ExperimentResult[], measured: Measured): LineValues {
  const [path] = pathsOf(measured);
  const rounds = results.find(({ id }) => path !== undefined && id === partsOf(path).experimentId)?.rounds ?? [];
  const failed = rounds.flatMap(({ observations }) => observations).find(({ state }) => state === 'failed');
  return {
    rounds: rounds.map((round) => inRound(round, measured)).filter((values) => Object.keys(values).length > 0),
    ...(failed?.state === 'failed' ? { failure: { armName: failed.armName, failure: failed.failure } } : {}),
  };
}
