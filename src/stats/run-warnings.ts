import type { RunRecord } from '../model/record.js';
import { type CountedRounds, judgedPairs } from './counted-rounds.js';
import type { MeasuredTrial } from './paired-round.js';
import { armsMovedApart, warmUpDrift } from './warm-up-drift.js';

function measuredTrials({ rounds }: CountedRounds, armName: string): MeasuredTrial[] {
  return rounds
    .flatMap((round) => round.trials)
    .filter((trial) => trial.state === 'measured')
    .filter((trial) => trial.armName === armName);
}

/** Slices left out because they were bad, in either arm. */
function excludedSlices(counted: CountedRounds, armName: string): string[] {
  const pairs = judgedPairs(counted, armName);
  const reasons = pairs.flatMap(({ excluded }) => excluded);
  const left = pairs.reduce((sum, { arm }) => sum + arm.slices.length, 0);
  return reasons.length === 0
    ? []
    : [
        `${reasons.length} of ${reasons.length + left} slice pairs of ${armName} were left out: ${[...new Set(reasons)].join(', ')}`,
      ];
}

function invalidRounds(counted: CountedRounds, armName: string): string[] {
  const usable = counted.pairs.get(armName)?.length ?? 0;
  const lost = counted.rounds.length - usable;
  return lost === 0
    ? []
    : [`${lost} of ${counted.rounds.length} rounds do not count for ${armName}: a trial was invalid`];
}

function redoneRounds({ rounds }: RunRecord): string[] {
  const reasons = rounds.flatMap(({ redone }) => redone ?? []);
  return reasons.length === 0
    ? []
    : [
        `${reasons.length === 1 ? '1 round was' : `${reasons.length} rounds were`} redone: ${[...new Set(reasons)].join('; ')}`,
      ];
}

function beyondLook({ count, look }: CountedRounds): string[] {
  const beyond = look === undefined ? 0 : count - look;
  return beyond === 0
    ? []
    : [`${beyond === 1 ? '1 round' : `${beyond} rounds`} after the last look (${look}) could not be judged`];
}

/** What a reader must know before believing the numbers, each in one line. */
export function runWarnings(record: RunRecord, counted: CountedRounds): string[] {
  const [, ...arms] = record.plan.arms;
  return [
    ...redoneRounds(record),
    ...beyondLook(counted),
    ...arms.flatMap(({ name }) => invalidRounds(counted, name)),
    ...arms.flatMap(({ name }) => excludedSlices(counted, name)),
    ...record.plan.arms.flatMap(
      ({ name }) => warmUpDrift(name, measuredTrials(counted, name), record.plan.profile) ?? [],
    ),
    ...arms.flatMap(({ name }) => armsMovedApart(name, judgedPairs(counted, name)) ?? []),
  ];
}
