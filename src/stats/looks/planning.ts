import type { Decision } from '../../model/plan.js';
import { seededRandom } from '../../model/random.js';
import { normalCdf } from '../math/normal.js';
import { walshAverages } from '../math/signed-rank.js';
import { studentCritical } from '../math/student.js';
import { walshInterval } from './looks.js';

/** Standard normal quantile of 0.8. */
const fourInFive = 0.8416;
/** More rounds than this are nobody's plan. */
const maxSensibleRounds = 200;
/** Worlds that tell how far bounds reach: a chance of a half is known to 2 points. */
const worlds = 500;

type Schedule = Pick<Decision, 'looks' | 'spending' | 'boundRanks' | 'gateMetrics'>;

// Both tables depend on the schedule alone: kept, because they are asked for at every look.

/**
 * How far above the truth the best bound so far lies at each look, in standard deviations of a round: ascending over
 * worlds.
 */
const reaches = new Map<string, readonly Float64Array[]>();

/** Normal noise in seeded worlds: the bounds of a signed-rank test with few rounds follow no handy formula. */
function reachOf({ looks, boundRanks }: Schedule): readonly Float64Array[] {
  const key = JSON.stringify([looks, boundRanks]);
  const known = reaches.get(key);
  if (known) return known;
  const random = seededRandom(1);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const reach = looks.map(() => new Float64Array(worlds));
  for (let world = 0; world < worlds; world++) {
    const effects = Array.from({ length: looks.at(-1) ?? 0 }, normal);
    let best = Number.POSITIVE_INFINITY;
    for (const [k, look] of looks.entries()) {
      const bound = walshInterval(walshAverages(effects.slice(0, look)), boundRanks[k]);
      best = Math.min(best, bound?.high ?? best);
      reach[k]?.fill(best, world, world + 1);
    }
  }
  for (const own of reach) own.sort();
  reaches.set(key, reach);
  return reach;
}

/** The chance that identical arms' bound is below `margin` by look number `k`, for normal noise of `sd`; both in ln. */
export function passChance(sd: number, margin: number, schedule: Schedule, k: number): number {
  const reach = reachOf(schedule)[k];
  if (!reach) return 0;
  const within = reach.findIndex((each) => each * sd >= margin);
  return (within < 0 ? worlds : within) / worlds;
}

/** The alpha that is really spent by look number `k`, cumulated and newly: signs come in steps of 2 / 2^n. */
function attainedAlpha({ looks, spending }: Schedule, k: number): { readonly total: number; readonly fresh: number } {
  let total = 0;
  let fresh = 0;
  for (const [i, look] of looks.slice(0, k + 1).entries()) {
    const patterns = 2 ** (look - 1);
    fresh = Math.floor(((spending[i] ?? 0) - total) * patterns + 1e-9) / patterns;
    total += fresh;
  }
  return { total, fresh };
}

/** Where t must lie for a change to be called, and how it scatters about a true one. */
interface CallingT {
  readonly needed: number;
  readonly spread: number;
}

const callingTs = new Map<string, readonly (CallingT | undefined)[]>();

/**
 * What |t| calls a change at each look, about: Student's t, with alpha shared by the gate metrics. The patterns that an
 * earlier look rejected are mostly those that this one would, so it has more than the newly spent alpha, and less than
 * all: their geometric mean comes close (test/stats/looks/planning.test.ts). `undefined` where nothing can be called.
 */
function callingTsOf(schedule: Schedule): readonly (CallingT | undefined)[] {
  const { looks, spending, gateMetrics } = schedule;
  const family = Math.max(1, gateMetrics.length);
  const key = JSON.stringify([looks, spending, family]);
  const known = callingTs.get(key);
  if (known) return known;
  const made = looks.map((look, k) => {
    const { total, fresh } = attainedAlpha(schedule, k);
    if (fresh <= 0) return undefined;
    const t = studentCritical(Math.sqrt(total * fresh) / family, look - 1);
    // Where t lies about a true change: the normal approximation of its non-central distribution (Johnson and Welch
    // 1940).
    return { needed: t * (1 - 1 / (4 * (look - 1))), spread: Math.sqrt(1 + t ** 2 / (2 * (look - 1))) };
  });
  callingTs.set(key, made);
  return made;
}

/** The chance that a change of `effect` is called by look number `k`, about: that of the most favourable look. */
export function callChance(sd: number, effect: number, schedule: Schedule, k: number): number {
  const ts = callingTsOf(schedule);
  const chances = schedule.looks.slice(0, k + 1).map((look, i) => {
    const t = ts[i];
    return t === undefined ? 0 : normalCdf(((effect / sd) * Math.sqrt(look) - t.needed) / t.spread);
  });
  return Math.max(0, ...chances);
}

/** The relative change that is called by look number `k` four times in five, about. `undefined` where none can be. */
export function detectableEffect(sd: number, schedule: Schedule, k: number): number | undefined {
  const ts = callingTsOf(schedule);
  const effects = schedule.looks.slice(0, k + 1).flatMap((look, i) => {
    const t = ts[i];
    return t === undefined ? [] : [((t.needed + fourInFive * t.spread) * sd) / Math.sqrt(look)];
  });
  return effects.length === 0 ? undefined : Math.expm1(Math.min(...effects));
}

/**
 * How many rounds of this noise find identical arms within the margin on both sides four times in five; `undefined`
 * where that is no sensible number. At the last look of every schedule the bound lies about 1.95 standard errors from
 * the estimate, whose standard error is sqrt(pi / 3) of the mean's (Lehmann 1975); 1.28 more for both sides.
 */
export function roundsToPass(sd: number, margin: number): number | undefined {
  const rounds = Math.ceil(((1.95 + 1.2816) ** 2 * (Math.PI / 3) * sd ** 2) / margin ** 2);
  return rounds <= maxSensibleRounds ? rounds : undefined;
}
