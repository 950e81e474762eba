import type { Checked, Mistake } from '../../plan/checked.js';
import { type ExitCode, exitCodes } from './exit-code.js';

/** Something the user can fix. Printed as it is, one line per mistake, without a stack trace. */
export class UserError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.badUsage) {
    super(message);
    this.name = 'UserError';
    this.exitCode = exitCode;
  }
}

/** All that is wrong with a command line, one line each. */
export function badUsage(mistakes: readonly Mistake[]): UserError {
  return new UserError(mistakes.map(({ where, problem }) => `${where}: ${problem}`).join('\n'));
}

/** What the user asked for, once it is good. Throws UserError with all mistakes. */
export function orBadUsage<T>(checked: Checked<T>): T {
  if (checked.state === 'mistaken') throw badUsage(checked.mistakes);
  return checked.value;
}
