/** ln of the gamma function for x > 0: Lanczos' approximation, g = 7, n = 9 (Godfrey), good to 15 digits. */
function logGamma(x: number): number {
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const series = coefficients.reduce((sum, coefficient, i) => sum + coefficient / (x + i), 0.9999999999998099);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
}

/** The regularized incomplete beta function, by its continued fraction (Numerical Recipes §6.4, Lentz's method). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const tiny = 1e-300;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  let c = 1;
  let d = 1 / Math.max(tiny, 1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 200; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-12) break;
  }
  return front * fraction;
}

/** The two-sided p-value of Student's t. */
function studentP(t: number, degreesOfFreedom: number): number {
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}

function meanAndVariance(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) };
}

/** Welch's two-sided test that the means are the same, and which is larger. */
export function welch(
  before: readonly number[],
  after: readonly number[],
): { readonly p: number; readonly slower: boolean } {
  const a = meanAndVariance(before);
  const b = meanAndVariance(after);
  const [va, vb] = [a.variance / before.length, b.variance / after.length];
  const degreesOfFreedom = (va + vb) ** 2 / (va ** 2 / (before.length - 1) + vb ** 2 / (after.length - 1));
  return { p: studentP((b.mean - a.mean) / Math.sqrt(va + vb), degreesOfFreedom), slower: b.mean > a.mean };
}

/** The paired t-test that the mean is 0, two-sided. */
export function pairedT(differences: readonly number[]): { readonly p: number; readonly slower: boolean } {
  const { mean, variance } = meanAndVariance(differences);
  return { p: studentP(mean / Math.sqrt(variance / differences.length), differences.length - 1), slower: mean > 0 };
}
