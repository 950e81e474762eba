import type { Command } from 'commander';
import { calibrateFlags } from '../../../plan/flags/calibrate-flags.js';
import type { ExitCode } from '../../edge/exit-code.js';
import { addFlags, givenTo } from '../../edge/flags.js';
import type { Io } from '../../edge/io.js';

export function addCalibrateCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = program
    .command('calibrate')
    .description("identical servers: this machine's noise, and the regressions that runs on it can find")
    .argument('[scenario]', 'what to measure (see `lotus-bench list`)', 'browsing');
  addFlags(command, calibrateFlags)
    .addHelpText(
      'after',
      `
Later runs on the same machine, with the same scenario, profile, database and load, find it: they choose their turns by it, say
what they will be able to find, and warn when they are more than twice as noisy. A calibration fails when identical
servers measure differently: exit code 4, and --gate refuses those metrics.

Exit codes: 0 calibrated, 1 internal fault, 2 bad usage, 4 failed or too few good rounds, 130 interrupted.

Examples:
  lotus-bench calibrate
  lotus-bench calibrate health --profile deep --rounds 24
  lotus-bench calibrate --profile quick --rounds 8           short: a first impression
  lotus-bench calibrate --db embedded --json > noise.json    for CI`,
    )
    .action(async () => {
      const { calibrateMachine } = await import('./calibrate.js');
      finish(await calibrateMachine(givenTo(command, 1), io));
    });
}
