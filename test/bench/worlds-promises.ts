import type { MetricId } from '../../src/model/metrics.js';
import type { Decision } from '../../src/model/plan.js';
import { jointTest } from '../../src/stats/looks/joint-test.js';
import { drawRounds, type FamilyWorld, isBy, noises, outcomesOf } from './worlds-family.js';
import { oldRule } from './worlds-old-rule.js';
import { type Random, seededRandom } from './worlds-random.js';

type Print = (line: string) => void;

/**
 * Noise of turns on a slow machine with two cores, between rounds: start-up, response time, throughput, memory, CPU.
 */
export const turnSds: readonly number[] = [0.057, 0.02, 0.033, 0.006, 0.013];

export const seed = 20_261_124;
/** Standard errors that a rate may lie above its bound by luck of the draw. */
const tolerated = 3;

/** What lotus-bench promises of its verdicts, and whether a simulation bears it out. */
export interface Promised {
  readonly what: string;
  readonly holds: boolean;
}

export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

/** Is a rate that was found in so many runs at most `bound`, up to the luck of the draw? */
export function isWithin(rate: number, bound: number, runs: number): boolean {
  return rate <= bound + tolerated * Math.sqrt((bound * (1 - bound)) / runs);
}

function byLook(shares: readonly number[]): string {
  return shares.map((share) => (100 * share).toFixed(1).padStart(5)).join(' ');
}

/** The share of runs for which something holds by each look. */
function shareByLook(runs: readonly (readonly boolean[])[]): number[] {
  const looks = runs[0]?.length ?? 0;
  return Array.from(
    { length: looks },
    (_, k) => runs.filter((run) => run.slice(0, k + 1).includes(true)).length / runs.length,
  );
}

function repeat<T>(count: number, run: (random: Random) => T): T[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => run(random));
}

/** Identical arms, and arms that differ in one metric: what is called that did not change, in each kind of noise. */
export function falseCalls(decision: Decision, runs: number, print: Print): Promised[] {
  print(
    `False calls over ${decision.gateMetrics.length} gate metrics at looks ${decision.looks.join(', ')}: % of ${runs} runs, by look (standard error of 5 %: ${percent(Math.sqrt((0.05 * 0.95) / runs))})`,
  );
  print('noise          identical arms            -50 % CPU, called another     the old rule, identical');
  const look = (calledAt: readonly (number | undefined)[], skip?: number) =>
    decision.looks.map((_, k) => calledAt.some((own, i) => i !== skip && isBy(own, k)));
  const changed = decision.gateMetrics.indexOf('cpuPerRequestUs');
  return noises.flatMap((noise) => {
    const same: FamilyWorld = { decision, sds: turnSds, noise, ratios: {} };
    const halved: FamilyWorld = { ...same, ratios: { cpuPerRequestUs: 0.5 } };
    const called = (world: FamilyWorld) => (random: Random) => jointTest(drawRounds(world, random), decision);
    const identical = shareByLook(repeat(runs, called(same)).map((calledAt) => look(calledAt)));
    const others = shareByLook(repeat(runs, called(halved)).map((calledAt) => look(calledAt, changed)));
    const old = shareByLook(repeat(runs, (random) => look(oldRule(drawRounds(same, random)))));
    print(`${noise.name.padEnd(13)} ${byLook(identical)}   ${byLook(others)}     ${byLook(old)}`);
    return [
      { what: `false calls, ${noise.name}, at most 5 %`, holds: isWithin(identical.at(-1) ?? 1, decision.alpha, runs) },
      {
        what: `false calls beside a change, ${noise.name}, at most 5 %`,
        holds: isWithin(others.at(-1) ?? 1, decision.alpha, runs),
      },
    ];
  });
}

/** Identical arms, and arms of which one metric is worse by exactly its limit: which pass, in each kind of noise. */
export function passes(decision: Decision, runs: number, print: Print): Promised[] {
  print('');
  print(`Passes: % of ${runs} runs in which every gate metric showed no difference or no regression, by look`);
  print('noise          identical arms            the worst metric at its limit passes');
  const metrics = decision.gateMetrics;
  const good = new Set(['no difference', 'no regression', 'improved']);
  return noises.flatMap((noise) => {
    const world = (ratios: FamilyWorld['ratios']): FamilyWorld => ({ decision, sds: turnSds, noise, ratios });
    const passesIn = (ratios: FamilyWorld['ratios'], judged: readonly number[]) => (random: Random) => {
      const effects = drawRounds(world(ratios), random);
      const calledAt = jointTest(effects, decision);
      const outcomes = judged.map((i) => outcomesOf(decision, i, effects[i] ?? [], calledAt[i]));
      return decision.looks.map((_, k) => outcomes.every((own) => good.has(own[k] ?? '')));
    };
    const all = metrics.map((_, i) => i);
    const identical = shareByLook(repeat(runs, passesIn({}, all)));
    const atLimit = metrics.map((metric, i) => {
      const worse = 1 + decision.limits[metric];
      const ratio = metric === 'throughputPerSecond' ? 1 / worse : worse;
      return { metric, share: shareByLook(repeat(runs, passesIn({ [metric]: ratio }, [i]))) };
    });
    const worst = atLimit.reduce((a, b) => ((a.share.at(-1) ?? 0) > (b.share.at(-1) ?? 0) ? a : b));
    print(`${noise.name.padEnd(13)} ${byLook(identical)}   ${byLook(worst.share)}  ${worst.metric}`);
    // Of tails without variance nothing is promised but that errors hold.
    const isOrdinary = noise.name === 'normal' || noise.name === 'correlated';
    return [
      {
        what: `a metric at its limit passes, ${noise.name}, at most 5 %`,
        holds: isWithin(worst.share.at(-1) ?? 1, 0.05, runs),
      },
      ...(isOrdinary
        ? [{ what: `identical arms pass, ${noise.name}, at least 95 %`, holds: (identical.at(-1) ?? 0) >= 0.95 }]
        : []),
    ];
  });
}

/** How soon a change is called, beside the rule that there was before. */
export function power(decision: Decision, runs: number, print: Print): void {
  print('');
  print(
    `Power: % of ${runs} runs in which the change is called, by look, normal noise; beside it the old rule (signed rank, alpha / m)`,
  );
  print('change                     joint test                the old rule');
  const [noise] = noises;
  if (!noise) throw new Error('there is no noise');
  const changes: readonly (readonly [MetricId, string, readonly number[]])[] = [
    ['cpuPerRequestUs', 'CPU per request', [1.03, 1.05, 1.1]],
    ['responseTimeUs', 'response time', [1.03, 1.05, 1.1]],
    ['startupMs', 'start-up', [1.1, 1.2]],
  ];
  for (const [metric, label, ratios] of changes) {
    const i = decision.gateMetrics.indexOf(metric);
    for (const ratio of ratios) {
      const world: FamilyWorld = { decision, sds: turnSds, noise, ratios: { [metric]: ratio } };
      const look = (calledAt: readonly (number | undefined)[]) => decision.looks.map((_, k) => isBy(calledAt[i], k));
      const joint = shareByLook(repeat(runs, (random) => look(jointTest(drawRounds(world, random), decision))));
      const old = shareByLook(repeat(runs, (random) => look(oldRule(drawRounds(world, random)))));
      print(`${label.padEnd(16)} ${`+${percent(ratio - 1, 0)}`.padStart(6)}  ${byLook(joint)}   ${byLook(old)}`);
    }
  }
}
