import type { MirrorPair } from '../../model/attribution.js';

/** How a design's pairs stand to each factor, and to every two of them. */
export interface Columns {
  /** By factor and pair: 1 where the pair's first run has the factor at its last, else -1. */
  readonly main: readonly (readonly number[])[];
  /**
   * By what the design can tell apart: 1 for pairs in whose runs the two factors stand alike, else -1; and all those
   * factors, by index.
   */
  readonly together: readonly {
    readonly signs: readonly number[];
    readonly factors: readonly (readonly [number, number])[];
  }[];
}

export function columnsOf(pairs: readonly MirrorPair[]): Columns {
  const factorCount = pairs[0]?.[0].levels.length ?? 0;
  const main = Array.from({ length: factorCount }, (_, factor) => pairs.map(([run]) => (run.levels[factor] ? 1 : -1)));
  const groups = new Map<string, { signs: readonly number[]; factors: (readonly [number, number])[] }>();
  main.forEach((signsOfB, b) => {
    main.slice(0, b).forEach((signsOfA, a) => {
      const signs = signsOfA.map((sign, pair) => sign * (signsOfB[pair] ?? 0));
      const group = groups.get(signs.join()) ?? { signs, factors: [] };
      group.factors.push([a, b]);
      groups.set(signs.join(), group);
    });
  });
  return { main, together: [...groups.values()] };
}
