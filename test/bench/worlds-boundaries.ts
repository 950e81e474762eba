import { pathToFileURL } from 'node:url';
import { exactBoundaries, mostEnumeratedRounds } from './worlds-exact-null.js';
import { seededRandom } from './worlds-random.js';

// Computes the critical values that `src/stats/critical-values.ts` holds: run `node dist/test/bench/worlds-boundaries.js`
// (three minutes). Looks up to 24 rounds are enumerated exactly, later ones drawn 24 million times.
//
// Under the null the signs of the rounds are fair coins, whatever the noise, and the rank of each new round among those
// so far is uniform. So the joint distribution of min(W+, W-) over the looks does not depend on the noise at all.
// Alpha is spent linearly in n / most rounds (Lan-DeMets): at each look the largest c whose total spending stays within.

/** min(W+, W-) of every draw at every look: `atLook[k][draw]`. */
export function drawNull(looks: readonly number[], draws: number, seed: number): readonly Uint16Array[] {
  const random = seededRandom(seed);
  const most = looks.at(-1) ?? 0;
  const atLook = looks.map(() => new Uint16Array(draws));
  // signs[i] is 1 when the round of rank i + 1 is positive.
  const signs = new Uint8Array(most + 1);
  for (let draw = 0; draw < draws; draw++) {
    let positiveRankSum = 0;
    let look = 0;
    for (let n = 0; n < most; n++) {
      const drawn = random.bits();
      const place = ((drawn >>> 1) * (n + 1)) / 2 ** 31;
      const rankIndex = place - (place % 1);
      const sign = drawn & 1;
      for (let i = n; i > rankIndex; i--) {
        const moved = signs[i - 1] ?? 0;
        signs[i] = moved;
        positiveRankSum += moved;
      }
      signs[rankIndex] = sign;
      positiveRankSum += sign * (rankIndex + 1);
      if (n + 1 === looks[look]) {
        const total = ((n + 1) * (n + 2)) / 2;
        const store = atLook[look];
        if (store) store[draw] = Math.min(positiveRankSum, total - positiveRankSum);
        look++;
      }
    }
  }
  return atLook;
}

/**
 * The critical values of one alpha, -1 where a look cannot reject yet, and the alpha they spend in all. Those of the
 * first looks may be `known` exactly.
 */
function boundariesOf(
  looks: readonly number[],
  atLook: readonly Uint16Array[],
  alpha: number,
  known: readonly number[] = [],
): { readonly critical: readonly number[]; readonly spent: number } {
  const most = looks.at(-1) ?? 1;
  const draws = atLook[0]?.length ?? 0;
  const stopped = new Uint8Array(draws);
  let spentDraws = 0;
  const critical = looks.map((n, k) => {
    const values = atLook[k] ?? new Uint16Array(0);
    const counts = new Uint32Array((n * (n + 1)) / 2 + 1);
    for (let draw = 0; draw < draws; draw++) {
      if (stopped[draw] === 0) {
        const value = values[draw] ?? 0;
        counts[value] = (counts[value] ?? 0) + 1;
      }
    }
    const allowedDraws = ((alpha * n) / most) * draws;
    const isWithin = (c: number) =>
      c <= (known[k] ?? Number.POSITIVE_INFINITY) &&
      (known[k] !== undefined || spentDraws + (counts[c] ?? 0) <= allowedDraws);
    let c = -1;
    while (c + 1 < counts.length && isWithin(c + 1)) {
      c++;
      spentDraws += counts[c] ?? 0;
    }
    for (let draw = 0; draw < draws; draw++) if ((values[draw] ?? 0) <= c) stopped[draw] = 1;
    return c;
  });
  return { critical, spent: spentDraws / draws };
}

/** As in `src/stats/critical-values.ts`, which is made from this. */
const scheduledLooks = {
  quick: [6, 8, 10, 12],
  standard: [8, 12, 16, 22, 30],
  deep: [10, 16, 24, 34, 48],
} as const;

/** Shares of alpha 0.05 that are tabulated: over one to sixteen gate metrics, and twenty. */
const familySizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20] as const;

function printTables(draws: number): void {
  for (const [profile, looks] of Object.entries(scheduledLooks)) {
    const most = looks.at(-1) ?? 0;
    const early = looks.filter((look) => look <= mostEnumeratedRounds);
    const atLook = drawNull(looks, draws, 20_261_124);
    process.stdout.write(`  ${profile}: [\n`);
    for (const [name, alpha] of [
      ['0.1', 0.1],
      ...familySizes.map((m) => [`0.05 / ${m}`, 0.05 / m] as const),
    ] as const) {
      const exact = exactBoundaries(early, most, alpha);
      const { critical, spent } =
        early.length === looks.length ? exact : boundariesOf(looks, atLook, alpha, exact.critical);
      const values = critical.map((c) => (c < 0 ? 'none' : c)).join(', ');
      process.stdout.write(`    { alpha: ${name}, critical: [${values}] }, // spends ${spent.toFixed(5)}\n`);
    }
    process.stdout.write('  ],\n');
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  printTables(Number(process.argv[2] ?? 24_000_000));
}
