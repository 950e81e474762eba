import type { Arm } from '../model/arm.js';
import type { AttributionPlan, Factor } from '../model/attribution.js';
import type { ProfileName } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import { type Checked, type Mistake, unlessMistaken } from './checked.js';
import { type Levels, mirrorPairs, mostFactors } from './factorial/design.js';
import { differencesOf, mixedArm, switchedArm } from './factorial/differences.js';
import { measures, protocolFor } from './factorial/protocol.js';
import type { AttributeOptions } from './flags/attribute-flags.js';
import { databaseFor } from './make-plan.js';
import { defaultSetting } from './variants/arms.js';

/** What is taken apart: its factors, and how a server with any setting of them is started. */
export interface Attributed {
  readonly scenario: Scenario;
  readonly factors: readonly Factor[];
  readonly armAt: (name: string, levels: Levels) => Arm;
  /** What every server gets, whichever its setting. */
  readonly env: Readonly<Record<string, string>>;
}

const repetitions: Readonly<Record<ProfileName, number>> = { quick: 3, standard: 6, deep: 12 };

/** The switches of a bundled scenario, each from one setting to another. */
export function switchesOf(
  scenario: Scenario,
  { before, after, env }: Pick<AttributeOptions, 'before' | 'after' | 'env'>,
): Attributed {
  const first = before ?? defaultSetting(scenario.switches, 'first') ?? '';
  const last = after ?? defaultSetting(scenario.switches, 'last') ?? '';
  return {
    scenario,
    factors: (scenario.switches?.names ?? []).map((name) => ({ name, first, last })),
    armAt: (name, levels) => switchedArm(name, scenario, levels, { first, last }),
    env,
  };
}

/** What two arms of a user's own server have different. */
export function differencesIn(
  scenario: Scenario,
  [before, after]: readonly [Arm, Arm],
  known: { readonly sameDependencies: boolean },
): Attributed {
  const differences = differencesOf(before, after, known);
  return {
    scenario,
    factors: differences.map(({ factor }) => factor),
    armAt: (name, levels) => mixedArm(name, differences, levels, { before, after }),
    env: {},
  };
}

/** What is wrong with taking so many things apart. */
function mistakesInFactors(factors: readonly Factor[]): Mistake[] {
  const names = factors.map(({ name }) => name).join(', ');
  if (factors.length < 2) {
    const found = factors.length === 0 ? 'in nothing' : `in one thing, ${names}`;
    const problem = `before and after differ ${found}, and there is nothing to take apart; give them another difference (--before-env, --after-env), or use compare`;
    return [{ where: 'attribute', problem }];
  }
  if (factors.length <= mostFactors) return [];
  const problem = `before and after differ in ${factors.length} things, and ${mostFactors} at most can be told apart; leave some out`;
  return [{ where: 'attribute', problem }];
}

/** The plan that tells how much each factor contributes. */
export function makeAttributionPlan(
  { scenario, factors, armAt, env }: Attributed,
  options: Pick<AttributeOptions, 'profile' | 'seed' | 'db' | 'connections'>,
  { randomSeed }: { readonly randomSeed: number },
): Checked<AttributionPlan> {
  return unlessMistaken(mistakesInFactors(factors), () => {
    const run = (name: string, levels: Levels) => ({ arm: armAt(name, levels), levels });
    const pairs = mirrorPairs(factors.length).map(
      ([levels, mirrored], i) => [run(`run-${i + 1}`, levels), run(`mirror-${i + 1}`, mirrored)] as const,
    );
    return {
      subject: scenario,
      factors,
      pairs,
      protocol: protocolFor(scenario, { connections: options.connections, env }),
      measures,
      repetitions: repetitions[options.profile],
      profile: options.profile,
      seed: options.seed ?? randomSeed,
      ...databaseFor(
        scenario,
        pairs.flat().map(({ arm }) => arm),
        options.db,
      ),
    };
  });
}
