import type { Command } from 'commander';
import { doctorFlags } from '../../../plan/flags/doctor-flags.js';
import type { ExitCode } from '../../edge/exit-code.js';
import { addFlags, givenTo } from '../../edge/flags.js';
import type { Io } from '../../edge/io.js';

export function addDoctorCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = program
    .command('doctor')
    .description('is this machine fit to measure? Cores, limits, disturbances, and the databases there are');
  addFlags(command, doctorFlags)
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
    .action(async () => {
      const { doctor } = await import('./doctor.js');
      finish(await doctor(givenTo(command, 0), io));
    });
}
