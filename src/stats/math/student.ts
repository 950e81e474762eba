/**
 * P(|T| <= t) of Student's t with a whole number of degrees of freedom (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
 */
function studentCentral(t: number, degreesOfFreedom: number): number {
  const angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
  const cosine = Math.cos(angle) ** 2;
  const odd = degreesOfFreedom % 2;
  let term = odd === 1 ? Math.cos(angle) : 1;
  let series = degreesOfFreedom === 1 ? 0 : term;
  for (let k = 2 + odd; k < degreesOfFreedom; k += 2) {
    term *= ((k - 1) / k) * cosine;
    series += term;
  }
  return odd === 1 ? (2 / Math.PI) * (angle + Math.sin(angle) * series) : Math.sin(angle) * series;
}

/** The chance that |T| is at least as far from 0 as `t`. */
export function studentP(t: number, degreesOfFreedom: number): number {
  return 1 - studentCentral(Math.abs(t), degreesOfFreedom);
}

/** The t that |T| exceeds with chance `p`, by bisection. */
export function studentCritical(p: number, degreesOfFreedom: number): number {
  let [low, high] = [0, 1];
  while (1 - studentCentral(high, degreesOfFreedom) > p && high < 1e6) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (1 - studentCentral(middle, degreesOfFreedom) > p) low = middle;
    else high = middle;
  }
  return high;
}
