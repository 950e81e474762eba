import { pathToFileURL } from 'node:url';
import { oneSidedAlpha, schedules } from '../../src/plan/schedule/schedules.js';
import { type Boundaries, exactBoundaries, maxEnumeratedRounds, type Sides } from './worlds-exact-null.js';
import { seededRandom } from './worlds-random.js';

// Computes the ranks that `src/plan/schedule/boundary-ranks.ts` holds: run `node dist/test/bench/worlds-boundaries.js`
// (two minutes). Looks up to 24 rounds are enumerated exactly, later ones drawn 24 million times.
//
// Under the null the signs of the rounds are fair coins, whatever the noise, and the rank of each new round among those
// so far is uniform. So the joint distribution of the rank sums over the looks does not depend on the noise at all.
// At each look the largest c is taken whose total spending stays within what may be spent by then (Lan-DeMets).

/** The rank sum of every draw at every look, min(W+, W-) for both sides and W+ for one: `atLook[k][draw]`. */
export function drawNull(looks: readonly number[], draws: number, seed: number, sides: Sides): readonly Uint16Array[] {
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
        const smaller = Math.min(positiveRankSum, total - positiveRankSum);
        if (store) store[draw] = sides === 'both' ? smaller : positiveRankSum;
        look++;
      }
    }
  }
  return atLook;
}

/**
 * Draws tell a probability p to sqrt(p / draws); so many of these are kept in hand, that no more than alpha is spent.
 */
const standardErrorsKept = 3;

/**
 * The boundaries at all looks, of which the first are `known` exactly and the later ones come from draws of the null.
 */
function drawnBoundaries(
  looks: readonly number[],
  spending: readonly number[],
  atLook: readonly Uint16Array[],
  known: Boundaries,
): Boundaries {
  const draws = atLook[0]?.length ?? 0;
  const stopped = new Uint8Array(draws);
  const spent = [...known.spent];
  const critical = looks.map((n, k) => {
    const values = atLook[k] ?? new Uint16Array(0);
    const mass = new Float64Array((n * (n + 1)) / 2 + 1);
    for (let draw = 0; draw < draws; draw++) {
      const value = values[draw] ?? 0;
      if (stopped[draw] === 0) mass[value] = (mass[value] ?? 0) + 1 / draws;
    }
    let c = known.critical[k] ?? -1;
    if (k >= known.critical.length) {
      let total = spent.at(-1) ?? 0;
      const allowed = spending[k] ?? 0;
      const most = allowed - standardErrorsKept * Math.sqrt(allowed / draws);
      while (total + (mass[c + 1] ?? Number.POSITIVE_INFINITY) <= most) {
        c++;
        total += mass[c] ?? 0;
      }
      spent.push(total);
    }
    for (let draw = 0; draw < draws; draw++) if ((values[draw] ?? 0) <= c) stopped[draw] = 1;
    return c;
  });
  return { critical, spent };
}

/** The boundaries of a whole schedule: exact as far as they can be enumerated, drawn beyond. */
function boundariesOf(looks: readonly number[], spending: readonly number[], sides: Sides, draws: number): Boundaries {
  const exact = exactBoundaries(
    looks.filter((look) => look <= maxEnumeratedRounds),
    spending,
    sides,
  );
  if (exact.critical.length === looks.length) return exact;
  return drawnBoundaries(looks, spending, drawNull(looks, draws, 20_261_124, sides), exact);
}

function row({ critical, spent }: Boundaries): string {
  const ranks = critical.map((c) => (c < 0 ? 'null' : c)).join(', ');
  return `{ ranks: [${ranks}], spent: [${spent.map((p) => Math.ceil(p * 1e5 - 1e-6) / 1e5).join(', ')}] }`;
}

function printTables(draws: number): void {
  for (const [profile, { looks, spending }] of Object.entries(schedules)) {
    const most = looks.at(-1) ?? 0;
    const linear = looks.map((n) => (oneSidedAlpha * n) / most);
    process.stdout.write(`  ${profile}: {\n`);
    process.stdout.write(`    bound: ${row(boundariesOf(looks, linear, 'one', draws))},\n`);
    process.stdout.write(`    interval: ${row(boundariesOf(looks, spending, 'both', draws))},\n  },\n`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  printTables(Number(process.argv[2] ?? 24_000_000));
}
