import type { Command } from 'commander';
import type { ExitCode } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';

export function addDoctorCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('doctor')
    .description('is this machine fit to measure? Cores, limits, disturbances, and the databases there are')
    .option('--json', 'as JSON, with all facts')
    .addHelpText(
      'after',
      `
It watches the machine for 1.5 s: leave it alone meanwhile.

Exit codes: 0 nothing is bad (there may be warnings), 4 something is bad.

Examples:
  lotus-bench doctor
  lotus-bench doctor && lotus-bench compare --gate      for CI: no verdict from an unfit machine
  lotus-bench doctor --json | jq '.checks[] | select(.verdict == "bad")'`,
    )
    .action(async ({ json }: { json?: boolean }) => {
      const { doctor } = await import('./doctor.js');
      finish(await doctor(json === true, io));
    });
}
