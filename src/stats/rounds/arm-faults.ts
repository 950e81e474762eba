import type { TrialFailure } from '../../model/failure.js';
import type { ArmFault } from '../../model/reasons.js';
import type { RunRecord } from '../../model/record.js';
import { failedBeforeRounds } from '../../model/run-end.js';
import type { InvalidTrial, Trial } from '../../model/trial.js';

/**
 * Faults of the server itself. The others are the bench's or the machine's: a database that died ends the run, and a
 * round that the machine disturbed is redone, before either could be held against an arm.
 */
const ownFaults: ReadonlySet<TrialFailure['kind']> = new Set([
  'not-ready',
  'server-died',
  'server-silent',
  'wrong-answers',
  'no-responses',
]);

/** A server that fails by itself in more than this share of rounds, and not just once, has no speed to speak of. */
const maxFaultyShare = 0.1;
const maxFaultyRounds = 1;

function trialsOf(rounds: RunRecord['rounds'], armName: string): readonly Trial[] {
  return rounds.flatMap(({ trials }) => trials.filter((trial) => trial.armName === armName));
}

function failed(armName: string, invalid: readonly InvalidTrial[], rounds: number): ArmFault | undefined {
  const last = invalid.at(-1);
  return last && { kind: 'failed', armName, failed: invalid.length, rounds, failure: last.failure };
}

/**
 * Why nothing measured on the arm may be compared, if so: no trial of it was valid, or it failed by itself too often
 * for the rounds that went well to stand for it. Leaving out a server's worst rounds would make it look better than it
 * is.
 */
export function armFault({ rounds, end }: Pick<RunRecord, 'rounds' | 'end'>, armName: string): ArmFault | undefined {
  const early = failedBeforeRounds(end);
  if (early?.armName === armName) return { kind: 'failed-before-rounds', armName, failure: early.failure };
  const trials = trialsOf(rounds, armName);
  const invalid = trials.filter((trial) => trial.state === 'invalid');
  if (invalid.length === trials.length) return failed(armName, invalid, trials.length);
  const own = invalid.filter(({ failure }) => ownFaults.has(failure.kind));
  return own.length > maxFaultyRounds && own.length > maxFaultyShare * trials.length
    ? failed(armName, own, trials.length)
    : undefined;
}
