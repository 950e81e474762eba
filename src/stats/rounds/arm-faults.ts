import type { TrialFailure } from '../../model/failure.js';
import type { InvalidTrial, RunRecord, Trial } from '../../model/record.js';
import { failedBeforeRounds } from '../../model/run-end.js';

/**
 * Faults of the server itself. The others are the bench's or the machine's: a database that died ends the run, and a round that the machine
 * disturbed is redone, before either could be held against an arm.
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

function describe({ failure }: InvalidTrial): string {
  return failure.kind;
}

/**
 * Why nothing measured on the arm may be compared, if so: no trial of it was valid, or it failed by itself too often for
 * the rounds that went well to stand for it. Leaving out a server's worst rounds would make it look better than it is.
 */
export function armFault({ rounds, end }: Pick<RunRecord, 'rounds' | 'end'>, armName: string): string | undefined {
  const early = failedBeforeRounds(end);
  if (early?.armName === armName) return `${armName} failed before the first round: ${describe(early)}`;
  const trials = trialsOf(rounds, armName);
  const invalid = trials.filter((trial) => trial.state === 'invalid');
  const last = invalid.at(-1);
  if (last && invalid.length === trials.length) {
    return `${armName} failed in ${trials.length === 1 ? 'its only round' : `all ${trials.length} rounds`}: ${describe(last)}`;
  }
  const own = invalid.filter(({ failure }) => ownFaults.has(failure.kind));
  const lastOwn = own.at(-1);
  if (lastOwn && own.length > maxFaultyRounds && own.length > maxFaultyShare * trials.length) {
    return `${armName} failed in ${own.length} of ${trials.length} rounds: ${describe(lastOwn)}`;
  }
  return undefined;
}
