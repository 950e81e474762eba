import type { GrowthComparison } from '../../model/analysis.js';
import type { RunRecord } from '../../model/record.js';
import { type ArmRounds, judgedPairs } from '../rounds/counted-rounds.js';
import { judgeGrowth } from './judge-growth.js';
import { growthBetween, roundGrowth } from './round-growth.js';

/**
 * Whether an arm, and the reference, keep something of every request, and the arm more than the reference; over the
 * rounds that are judged. `undefined` where no round looked for it.
 */
export function compareGrowth({ plan }: RunRecord, own: ArmRounds): GrowthComparison | undefined {
  const rounds = judgedPairs(own).flatMap((pair) => {
    const [reference, arm] = [roundGrowth(pair.reference), roundGrowth(pair.arm)];
    return reference && arm ? [{ reference, arm, difference: growthBetween(reference, arm) }] : [];
  });
  if (rounds.length === 0) return undefined;
  return {
    armName: own.armName,
    referenceName: plan.arms[0]?.name ?? '',
    before: judgeGrowth(rounds.map(({ reference }) => reference)),
    after: judgeGrowth(rounds.map(({ arm }) => arm)),
    difference: judgeGrowth(rounds.map(({ difference }) => difference)),
  };
}
