import type { RunWarning } from '../../model/reasons.js';
import type { RunRecord } from '../../model/record.js';
import type { MeasuredTrial } from '../../model/trial.js';
import { type ArmRounds, type CountedRounds, judgedPairs } from '../rounds/counted-rounds.js';
import { machineNoise } from './machine-noise.js';
import { armsMovedApart, warmUpDrift } from './warm-up-drift.js';

function measuredTrials({ rounds }: CountedRounds, armName: string): MeasuredTrial[] {
  return rounds
    .flatMap((round) => round.trials)
    .filter((trial) => trial.state === 'measured')
    .filter((trial) => trial.armName === armName);
}

/** Each reason once, in the order in which they came. */
function distinct<T>(reasons: readonly T[]): T[] {
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()];
}

/** Slices left out because they were bad, in either arm. */
function excludedSlices(own: ArmRounds): RunWarning[] {
  const pairs = judgedPairs(own);
  const reasons = pairs.flatMap(({ excluded }) => excluded);
  const left = pairs.reduce((sum, { arm }) => sum + arm.slices.length, 0);
  if (reasons.length === 0) return [];
  const { armName } = own;
  const count = reasons.length;
  return [{ kind: 'excluded-slices', armName, count, slices: count + left, reasons: distinct(reasons) }];
}

function invalidRounds({ rounds }: CountedRounds, { armName, paired, missing }: ArmRounds): RunWarning[] {
  const all = { armName, rounds: rounds.length };
  const [invalid, incomplete] = [rounds.length - paired.length, missing.length];
  return [
    ...(invalid === 0 ? [] : [{ kind: 'invalid-rounds', ...all, count: invalid } as const]),
    ...(incomplete === 0
      ? []
      : [{ kind: 'incomplete-rounds', ...all, count: incomplete, reasons: distinct(missing) } as const]),
  ];
}

function redoneRounds({ rounds }: RunRecord): RunWarning[] {
  const reasons = rounds.flatMap(({ redone }) => redone ?? []);
  return reasons.length === 0 ? [] : [{ kind: 'redone', count: reasons.length, reasons: distinct(reasons) }];
}

function beyondLook({ count, look }: CountedRounds): RunWarning[] {
  return look === undefined || count === look ? [] : [{ kind: 'beyond-look', rounds: count - look, look }];
}

/** What a reader must know before believing the numbers. */
export function runWarnings(record: RunRecord, counted: CountedRounds): RunWarning[] {
  const { plan } = record;
  return [
    ...redoneRounds(record),
    ...machineNoise(counted.rounds),
    ...beyondLook(counted),
    ...counted.arms.flatMap((own) => invalidRounds(counted, own)),
    ...counted.arms.flatMap(excludedSlices),
    ...plan.arms.flatMap(({ name }) => warmUpDrift(name, measuredTrials(counted, name), plan.profile) ?? []),
    ...counted.arms.flatMap((own) => armsMovedApart(own.armName, judgedPairs(own), plan.decision) ?? []),
  ];
}
