import type { MeasuredTrial, RunRecord } from '../../model/record.js';
import { roundsText } from '../compare/outcome.js';
import { type ArmRounds, type CountedRounds, judgedPairs } from '../rounds/counted-rounds.js';
import { machineNoise } from './machine-noise.js';
import { armsMovedApart, warmUpDrift } from './warm-up-drift.js';

function measuredTrials({ rounds }: CountedRounds, armName: string): MeasuredTrial[] {
  return rounds
    .flatMap((round) => round.trials)
    .filter((trial) => trial.state === 'measured')
    .filter((trial) => trial.armName === armName);
}

function distinct(reasons: readonly string[], separator: string): string {
  return [...new Set(reasons)].join(separator);
}

/** Slices left out because they were bad, in either arm. */
function excludedSlices(own: ArmRounds): string[] {
  const pairs = judgedPairs(own);
  const reasons = pairs.flatMap(({ excluded }) => excluded);
  const left = pairs.reduce((sum, { arm }) => sum + arm.slices.length, 0);
  if (reasons.length === 0) return [];
  const all = reasons.length + left;
  return [`${reasons.length} of ${all} slice pairs of ${own.armName} were left out: ${distinct(reasons, ', ')}`];
}

function invalidRounds({ rounds }: CountedRounds, { armName, paired, missing }: ArmRounds): string[] {
  const invalid = rounds.length - paired.length;
  const told = (count: number, why: string) =>
    `${count} of ${rounds.length} rounds do not count for ${armName}: ${why}`;
  return [
    ...(invalid === 0 ? [] : [told(invalid, 'a trial was invalid')]),
    ...(missing.length === 0 ? [] : [told(missing.length, distinct(missing, '; '))]),
  ];
}

function redoneRounds({ rounds }: RunRecord): string[] {
  const reasons = rounds.flatMap(({ redone }) => redone?.kind ?? []);
  if (reasons.length === 0) return [];
  const count = reasons.length === 1 ? '1 round was' : `${reasons.length} rounds were`;
  return [`${count} redone: ${distinct(reasons, '; ')}`];
}

function beyondLook({ count, look }: CountedRounds): string[] {
  const beyond = look === undefined ? 0 : count - look;
  return beyond === 0 ? [] : [`${roundsText(beyond)} after the last look (${look}) could not be judged`];
}

/** What a reader must know before believing the numbers, each in one line. */
export function runWarnings(record: RunRecord, counted: CountedRounds): string[] {
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
