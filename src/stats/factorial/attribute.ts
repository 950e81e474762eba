import { type Attribution, type AttributionRecord, attributionId, type Factor } from '../../model/attribution.js';
import type { ExperimentRound } from '../../model/experiments-record.js';
import { type Columns, columnsOf } from './columns.js';
import { type Contrast, contrast, effectOf, pureError, standingOut } from './contrast.js';
import { type MirrorCells, mirrorCells } from './mirror-cells.js';

/** Fewer show no noise. */
const fewestRepetitions = 2;

/** How much each factor contributes to each metric, as far as the record goes. */
export function attribute({ plan, results }: Pick<AttributionRecord, 'plan' | 'results'>): readonly Attribution[] {
  const rounds = results.find(({ id }) => id === attributionId)?.rounds ?? [];
  const columns = columnsOf(plan.pairs);
  return plan.measures.map(({ metric, value }) => {
    const cells = mirrorCells(rounds, plan.pairs, value);
    if (cells.differences.length >= fewestRepetitions)
      return { metric, state: 'measured', ...parted(cells, columns, plan.factors) };
    return wasMeasured(rounds, value)
      ? { metric, state: 'too-few', ...failureIn(rounds) }
      : { metric, state: 'not-measured' };
  });
}

function wasMeasured(rounds: readonly ExperimentRound[], value: string): boolean {
  const seen = rounds.flatMap(({ observations }) => observations).filter(({ state }) => state === 'observed');
  return seen.length === 0 || seen.some((each) => each.state === 'observed' && each.values[value] !== undefined);
}

function failureIn(rounds: readonly ExperimentRound[]): Pick<Extract<Attribution, { state: 'too-few' }>, 'failed'> {
  const failed = rounds.flatMap(({ observations }) => observations).findLast(({ state }) => state === 'failed');
  return failed?.state === 'failed' ? { failed: { armName: failed.armName, failure: failed.failure } } : {};
}

type Parted = Omit<Extract<Attribution, { state: 'measured' }>, 'metric' | 'state'>;

/**
 * In effect coding y = mean + Σ eⱼxⱼ/2 + Σ iⱼₖxⱼxₖ/2 with x = ±1: the difference of a pair is Σ ±eⱼ, in which what the
 * pair and every two factors have in common is gone, and its mean holds what two factors do together.
 */
function parted({ differences, means }: MirrorCells, { main, together }: Columns, factors: readonly Factor[]): Parted {
  const within = pureError(differences, { drifts: false });
  const pairCount = differences[0]?.length ?? 0;
  const ofMain = main.map((signs) =>
    contrast(
      differences,
      within,
      signs.map((sign) => sign / pairCount),
    ),
  );
  const stands = standingOut(ofMain);
  // Of the first pair, the first run has all factors at their first: its difference is the whole, turned round.
  const wholeSigns = Array.from({ length: pairCount }, (_, pair) => (pair === 0 ? -1 : 0));
  const sumSigns = wholeSigns.map((_, pair) => main.reduce((sum, signs) => sum + (signs[pair] ?? 0), 0) / pairCount);
  const whole = contrast(differences, within, wholeSigns);
  const gap = contrast(
    differences,
    within,
    wholeSigns.map((sign, pair) => sign - (sumSigns[pair] ?? 0)),
  );
  const nameOf = (index: number) => factors[index]?.name ?? '';
  return {
    repetitions: differences.length,
    parts: ofMain.map((each, i) => ({ factor: nameOf(i), effect: effectOf(each), standsOut: stands[i] ?? false })),
    sum: effectOf(contrast(differences, within, sumSigns)),
    whole: effectOf(whole),
    gap: effectOf(gap),
    addsUp: coversNothing(gap),
    interactions: interactionsIn(means, together, ofMain, nameOf),
  };
}

function coversNothing(gap: Contrast): boolean {
  const { low, high } = effectOf(gap);
  return low <= 1 && high >= 1;
}

/**
 * Those that stand out. Two factors that do much by themselves are likelier to do much together (Hamada and Wu 1992).
 */
function interactionsIn(
  means: MirrorCells['means'],
  together: Columns['together'],
  ofMain: readonly Contrast[],
  nameOf: (index: number) => string,
): Parted['interactions'] {
  const between = pureError(means, { drifts: true });
  const pairCount = means[0]?.length ?? 0;
  const contrasts = together.map(({ signs }) =>
    contrast(
      means,
      between,
      signs.map((sign) => (2 * sign) / pairCount),
    ),
  );
  const stands = standingOut(contrasts);
  const weight = ([a, b]: readonly [number, number]) => Math.abs((ofMain[a]?.value ?? 0) * (ofMain[b]?.value ?? 0));
  return together.flatMap(({ factors: pairs }, i) => {
    const each = contrasts[i];
    if (!stands[i] || !each) return [];
    const likeliest = [...pairs].sort((a, b) => weight(b) - weight(a));
    return [{ pairs: likeliest.map(([a, b]) => [nameOf(a), nameOf(b)] as const), effect: effectOf(each) }];
  });
}
