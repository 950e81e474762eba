import type { Command } from 'commander';
import type { ExitCode } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';

export function addCalibrateCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('calibrate')
    .description("identical servers: this machine's noise, and the regressions that runs on it can find")
    .argument('[scenario]', 'what to measure (see `lotus-bench list`)', 'browsing')
    .option('--setting <setting>', 'the server that is measured against itself (default: after)')
    .option('--profile <name>', 'the profile of later runs: quick, standard, deep (default: standard)')
    .option('--rounds <n>', 'measures all n, with no early stop (default: 16)')
    .option('--budget <time>', 'start no new round after this time: 90s, 3m, 1h')
    .option('--seed <n>', 'repeat the order, data and load of another run')
    .option('--db <which>', 'auto, embedded, mongod, download, or a mongodb:// address (default: auto)')
    .option('--out <folder>', 'where record.json and report.md go (default: reports/<run>)')
    .option('--calibrations <folder>', 'where later runs look for it (default: reports/calibrations)')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Later runs on the same machine, with the same scenario, profile and database, find it: they choose their turns by it, say
what they will be able to find, and warn when they are more than twice as noisy. A calibration fails when identical
servers measure differently: exit code 4, and --gate refuses those metrics.

Exit codes: 0 calibrated, 1 internal fault, 2 bad usage, 4 failed or too few good rounds, 130 interrupted.

Examples:
  lotus-bench calibrate
  lotus-bench calibrate health --profile deep --rounds 24
  lotus-bench calibrate --profile quick --rounds 8           short: a first impression
  lotus-bench calibrate --db embedded --json > noise.json    for CI`,
    )
    .action(async (scenarioName: string, flags: Record<string, unknown>) => {
      const { calibrateMachine } = await import('./calibrate.js');
      finish(await calibrateMachine(scenarioName, flags, io));
    });
}
