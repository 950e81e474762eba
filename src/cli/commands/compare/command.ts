import type { Command } from 'commander';
import { compareFlags } from '../../../plan/flags/compare-flags.js';
import type { ExitCode } from '../../edge/exit-code.js';
import { addFlags, givenTo } from '../../edge/flags.js';
import type { Io } from '../../edge/io.js';

export function addCompareCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = program
    .command('compare')
    .description('measure two or more configurations or versions of a server, in interleaved rounds')
    .argument('[scenario...]', 'what to measure (default: browsing; see `lotus-bench list`)');
  addFlags(command, compareFlags)
    .addHelpText(
      'after',
      `
The settings of a scenario and its optimizations are in \`lotus-bench list\`. Individual ones are overridden like this:
  --after before,health-cache=after,routes-lazy=after

Exit codes: 0 measured, and with --gate passed; 1 internal fault; 2 bad usage, or a --budget that reaches no decision;
3 with --gate: regressed; 4 invalid, nothing measured, or with --gate undecided; 130 interrupted.
A metric that was not measured is never passed, whatever --inconclusive says.

Examples:
  lotus-bench compare --profile quick
  lotus-bench compare --before git:main --after . --start "node server.js" --get /api/items    your own server
  lotus-bench compare --before after --after after      the same server twice: should pass
  lotus-bench compare --arm default --budget 10m        three arms
  lotus-bench compare --after-env NODE_OPTIONS=--max-semi-space-size=64 --before after
  lotus-bench compare --gate --json > verdict.json      for CI
  lotus-bench compare --gate --limit cpuPerRequestUs=2 --limit startupMs=15
  lotus-bench compare --resume reports/20260101120000-browsing`,
    )
    .action(async () => {
      const { compare } = await import('./compare.js');
      finish(await compare(givenTo(command, Number.POSITIVE_INFINITY), io));
    });
}
