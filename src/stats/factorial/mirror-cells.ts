import type { MirrorPair } from '../../model/attribution.js';
import type { ExperimentRound } from '../../model/experiments-record.js';
import type { Cells } from './contrast.js';

/** What the pairs of a metric gave, by repetition and pair, in the order of the plan. */
export interface MirrorCells {
  /** ln(first run / its mirror image): what main effects are read from, whatever the pair had in common. */
  readonly differences: Cells;
  /** The mean of the two logarithms: what pairs of factors are read from. */
  readonly means: Cells;
}

/**
 * The repetitions of which every pair gave this value. Rounds are numbered through all repetitions; of one that was
 * measured again the last counts.
 */
export function mirrorCells(
  rounds: readonly ExperimentRound[],
  pairs: readonly MirrorPair[],
  value: string,
): MirrorCells {
  const repetitionOf = ({ index }: ExperimentRound) => Math.floor(index / pairs.length);
  const differences: number[][] = [];
  const means: number[][] = [];
  for (const repetition of new Set(rounds.map(repetitionOf))) {
    const logs = logsByArm(
      rounds.filter((round) => repetitionOf(round) === repetition),
      value,
    );
    const both = pairs.map(([run, mirror]) => [logs.get(run.arm.name), logs.get(mirror.arm.name)] as const);
    const whole = both.flatMap(([run, mirror]) =>
      run === undefined || mirror === undefined ? [] : [{ difference: run - mirror, mean: (run + mirror) / 2 }],
    );
    if (whole.length < pairs.length) continue;
    differences.push(whole.map(({ difference }) => difference));
    means.push(whole.map(({ mean }) => mean));
  }
  return { differences, means };
}

/** What is not above zero has no logarithm, and counts as not measured. */
function logsByArm(rounds: readonly ExperimentRound[], value: string): ReadonlyMap<string, number> {
  return new Map(
    rounds.flatMap(({ observations }) =>
      observations.flatMap((observation) => {
        const number = observation.state === 'observed' ? (observation.values[value] ?? 0) : 0;
        return number > 0 ? [[observation.armName, Math.log(number)] as const] : [];
      }),
    ),
  );
}
