/** A seeded source of randomness: the same seed gives the same numbers on every machine. */
export interface Random {
  /** 32 random bits, as an unsigned integer. */
  bits(): number;
  /** In [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * sfc32 by Chris Doty-Humphrey (PractRand, public domain): 128 bits of state, passes BigCrush, needs only 32-bit
 * integers.
 */
export function seededRandom(seed: number): Random {
  let a = seed | 0;
  let b = 0x9e3779b9 | 0;
  let c = 0x243f6a88 | 0;
  let counter = 1;
  const bits = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  for (let i = 0; i < 15; i++) bits();
  const uniform = (): number => bits() / 2 ** 32;
  return {
    bits,
    uniform,
    // Box-Muller; one of the pair is thrown away, which costs a little and keeps this stateless.
    normal: () => Math.sqrt(-2 * Math.log((bits() + 0.5) / 2 ** 32)) * Math.cos(2 * Math.PI * uniform()),
  };
}
