import type { WrongAnswersCause } from '../../model/failure.js';

/**
 * The server made it impossible to load it: it broke or refused connections over and over, or does not answer. No fault
 * of the bench.
 */
export class WrongAnswersError extends Error {
  readonly what: WrongAnswersCause;

  constructor(what: WrongAnswersCause) {
    super(what.kind);
    this.name = 'WrongAnswersError';
    this.what = what;
  }
}
