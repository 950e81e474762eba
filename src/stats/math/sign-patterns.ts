import { seededRandom } from '../../model/random.js';

/** Up to so many rounds all sign patterns are enumerated. */
const maxEnumeratedRounds = 16;
/** As many are drawn where there are more. */
const drawnPatterns = 2 ** 16;

/** The metrics' sums over rounds under every sign pattern; pattern 0 is what was measured. */
export interface PatternSums {
  /** Of each metric, one sum for each pattern. */
  readonly sums: readonly Float64Array[];
  add(effects: readonly number[]): void;
}

/**
 * All sign patterns. The first round's sign is fixed, because a pattern and its mirror image have the same statistic.
 * A further round doubles them: pattern p and its sign-flipped twin, p + 2^(n - 1).
 */
function everyPattern(metricCount: number): PatternSums {
  let sums = Array.from({ length: metricCount }, () => new Float64Array(0));
  return {
    get sums() {
      return sums;
    },
    add(effects) {
      sums = sums.map((old, i) => {
        const effect = effects[i] ?? 0;
        if (old.length === 0) return Float64Array.of(effect);
        const grown = new Float64Array(2 * old.length);
        for (let p = 0; p < old.length; p++) {
          const sum = old[p] ?? 0;
          grown[p] = sum + effect;
          grown[p + old.length] = sum - effect;
        }
        return grown;
      });
    },
  };
}

/**
 * Patterns drawn by the seed, the measured one first among them: exact as well (Dwass 1957, Phipson and Smyth 2010). A
 * pattern's first signs stay what they are as rounds are added.
 */
function drawnBy(seed: number, metricCount: number): PatternSums {
  const random = seededRandom(seed);
  const sums = Array.from({ length: metricCount }, () => new Float64Array(drawnPatterns));
  const bits = new Uint32Array(drawnPatterns);
  const signs = new Float64Array(drawnPatterns);
  let round = 0;
  return {
    sums,
    add(effects) {
      const bit = round % 32;
      if (bit === 0) for (let p = 1; p < drawnPatterns; p++) bits[p] = random() * 2 ** 32;
      for (let p = 0; p < drawnPatterns; p++) signs[p] = 1 - 2 * (((bits[p] ?? 0) >>> bit) & 1);
      for (const [i, own] of sums.entries()) {
        const effect = effects[i] ?? 0;
        for (let p = 0; p < drawnPatterns; p++) own[p] = (own[p] ?? 0) + effect * (signs[p] ?? 0);
      }
      round++;
    },
  };
}

/** All sign patterns of the most rounds that there can be, or those that the seed draws. */
export function patternSums(maxRounds: number, seed: number, metricCount: number): PatternSums {
  return maxRounds <= maxEnumeratedRounds ? everyPattern(metricCount) : drawnBy(seed, metricCount);
}
