import type { Profile } from '../model/plan.js';
import { criticalValue, equivalenceAlpha } from './looks.js';

/** Standard normal quantile of 0.8: a one-sided event that happens four times in five. */
const fourInFiveOneSided = 0.8416;
/** Standard normal quantile of 0.9: both tails together leave four in five. */
const fourInFiveTwoSided = 1.2816;

/** Standard error of the Hodges-Lehmann estimate for normal noise: sqrt(pi / 3) of the mean's (Lehmann 1975). */
function standardError(roundSd: number, roundCount: number): number {
  return (roundSd * Math.sqrt(Math.PI / 3)) / Math.sqrt(roundCount);
}

/** Expected half-width of the repeated interval in ln, by the normal approximation of the signed-rank sum. */
function halfWidth(roundSd: number, profile: Profile, alpha: number, look: number): number | undefined {
  const critical = criticalValue(profile, alpha, look);
  if (critical === undefined) return undefined;
  const mean = (look * (look + 1)) / 4;
  const sd = Math.sqrt((look * (look + 1) * (2 * look + 1)) / 24);
  return ((mean - critical) / sd) * standardError(roundSd, look);
}

/** The relative change that a look finds four times in five, for a noise of `roundSd` in ln. `undefined` where that look can call none. */
export function predictedEffect(roundSd: number, profile: Profile, alpha: number, look: number): number | undefined {
  const half = halfWidth(roundSd, profile, alpha, look);
  return half === undefined ? undefined : Math.expm1(half + fourInFiveOneSided * standardError(roundSd, look));
}

/** The first look at which identical arms are called so four times in five; `undefined` when the profile has none. */
export function roundsNeeded(roundSd: number, profile: Profile, smallestEffect: number): number | undefined {
  return profile.looks.find((look) => {
    const half = halfWidth(roundSd, profile, equivalenceAlpha, look);
    const needed = half === undefined ? undefined : half + fourInFiveTwoSided * standardError(roundSd, look);
    return needed !== undefined && needed <= Math.log1p(smallestEffect);
  });
}
