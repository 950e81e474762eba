import type { Claim, ClaimLine } from '../../../src/model/claim.js';
import type { Experiment, ExperimentArm } from '../../../src/model/experiment.js';

/** A part of the report: its claims, and the experiments that they are judged by. */
export interface ClaimsPart {
  readonly experiments: readonly Experiment[];
  readonly claims: readonly Claim[];
}

type Setting = 'before' | 'default' | 'after';

/** Arms that differ in one optimization alone; all others are at their defaults. */
export function armsOf(id: string, settings: readonly Setting[] = ['before', 'after']): readonly ExperimentArm[] {
  return settings.map((setting) => ({ name: setting, setting: `default,${id}=${setting}` }));
}

/** Where before differs from what Node or the driver do today: the fair comparison beside it. */
export const withDefault: readonly Setting[] = ['before', 'default', 'after'];

/** `ratio` is after/before, as promised. */
export const lower = (ratio: number): ClaimLine['promise'] => ({ kind: 'ratio', ratio, better: 'lower' });
export const higher = (ratio: number): ClaimLine['promise'] => ({ kind: 'ratio', ratio, better: 'higher' });
/** A number of the report's own machine. */
export const absolute: ClaimLine['promise'] = { kind: 'absolute', better: 'lower' };
export const atLeast = (arm: Setting, bound: number): ClaimLine['promise'] => ({ kind: 'at-least', arm, bound });
export const atMost = (arm: Setting, bound: number): ClaimLine['promise'] => ({ kind: 'at-most', arm, bound });

/** How many rounds: arithmetic needs two, and what is timed needs at least six to be judged at all. */
export const counted: Experiment['rounds'] = { quick: 2, standard: 3, deep: 4 };
export const timed: Experiment['rounds'] = { quick: 6, standard: 12, deep: 24 };
