import type { AttributionPlan, AttributionRecord, DesignRun, Factor } from '../../../src/model/attribution.js';
import { attributionId } from '../../../src/model/attribution.js';
import type { ExperimentRound, Observation } from '../../../src/model/experiments-record.js';
import { seededRandom, shuffled } from '../../../src/model/random.js';
import { mirrorPairs } from '../../../src/plan/factorial/design.js';

/** A made-up server whose start-up time is known. Effects are logarithms, last against first. */
export interface World {
  readonly factorCount: number;
  readonly repetitions: number;
  readonly effects?: Readonly<Record<number, number>>;
  /** What factors do only where all of them are at their last. */
  readonly onlyTogether?: { readonly factors: readonly number[]; readonly effect: number };
  /** Standard deviations of the logarithm: of one server, of what a pair shares, and per round of drift. */
  readonly noise: number;
  readonly pairNoise: number;
  readonly driftPerRound?: number;
  readonly seed: number;
}

const factorsOf = (count: number): readonly Factor[] =>
  Array.from({ length: count }, (_, i) => ({ name: String.fromCharCode(97 + i), first: 'off', last: 'on' }));

function runsOf(factorCount: number): AttributionPlan['pairs'] {
  const run = (name: string, levels: readonly boolean[]): DesignRun => ({
    levels,
    arm: { name, env: {}, source: { kind: 'folder', path: '.' }, command: ['node'], nodeArguments: [] },
  });
  return mirrorPairs(factorCount).map(([one, other], i) => [run(`run-${i}`, one), run(`mirror-${i}`, other)]);
}

/** The record that a run of `attribute` would keep of such a server. */
export function recordOf(world: World): Pick<AttributionRecord, 'plan' | 'results'> {
  const { factorCount, repetitions, seed, driftPerRound = 0 } = world;
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const pairs = runsOf(factorCount);
  const rounds: ExperimentRound[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const pair of shuffled(pairs, random)) {
      const shared = world.pairNoise * normal() + driftPerRound * rounds.length;
      const observations = pair.map(
        ({ arm, levels }): Observation => ({
          state: 'observed',
          armName: arm.name,
          values: { 'start.readyMs': 300 * Math.exp(truth(world, levels) + shared + world.noise * normal()) },
          series: {},
        }),
      );
      const armOrder = observations.map(({ armName }) => armName);
      rounds.push({ index: rounds.length, armOrder, startedAtIso: '', elapsedMs: 1, observations });
    }
  }
  const plan = {
    factors: factorsOf(factorCount),
    pairs,
    measures: [{ metric: 'startupMs', value: 'start.readyMs' }],
  } as unknown as AttributionPlan;
  return { plan, results: [{ id: attributionId, rounds }] };
}

function truth({ effects = {}, onlyTogether }: World, levels: readonly boolean[]): number {
  const alone = Object.entries(effects).reduce((sum, [i, effect]) => sum + (levels[Number(i)] ? effect : 0), 0);
  return alone + (onlyTogether?.factors.every((i) => levels[i]) ? onlyTogether.effect : 0);
}
