import type { Command } from 'commander';
import { claimsFlags } from '../../../plan/flags/claims-flags.js';
import type { ExitCode } from '../../edge/exit-code.js';
import { addFlags, givenTo } from '../../edge/flags.js';
import type { Io } from '../../edge/io.js';

/** More words than there are claims. */
const mostWords = 100;

export function addClaimsCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = program
    .command('claims')
    .description('measure the promises of the optimization report, and judge each')
    .argument('[claim...]', 'which of them: their names, or a part of a name (see `lotus-bench list`); default: all');
  addFlags(command, claimsFlags)
    .addHelpText(
      'after',
      `
Each promise is measured by an experiment that shows it or does not: far and narrow networks, a database that goes away,
clients that stall, a hundred restarts. The report tells what was measured beside what was promised, with a verdict:
confirmed, smaller, no effect, reversed, undecided. Nothing passes or fails by it.

Exit codes: 0 measured, 1 internal fault, 2 bad usage, 4 the database or the bench gave up, 130 interrupted; then go on
with --resume.

Examples:
  lotus-bench claims                                   all of them, in about ten minutes
  lotus-bench claims pooling keep-alive                two of them
  lotus-bench claims headline growth --profile standard
  lotus-bench claims --resume reports/<run>`,
    )
    .action(async () => {
      const { measureClaims } = await import('./claims.js');
      finish(await measureClaims(givenTo(command, mostWords), io));
    });
}
