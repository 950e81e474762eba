import type { Command } from 'commander';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';

export function addCalibrateCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('calibrate')
    .description("the same server twice: this machine's noise, and what it can resolve")
    .argument('[scenario]', 'what to measure (see `lotus-bench list`)', 'browsing')
    .option('--setting <setting>', 'of the server that is measured against itself (default: after)')
    .option('--profile <name>', 'quick, standard, deep: that of the runs to come (default: standard)')
    .option('--rounds <n>', 'all are measured, whatever they say (default: 16)')
    .option('--budget <time>', 'begin no round after this time: 90s, 3m, 1h')
    .option('--seed <n>', 'repeat the order, data and load of another run')
    .option('--db <which>', 'auto, embedded, mongod, download, or a mongodb:// address (default: auto)')
    .option('--out <folder>', 'where record.json and report.md go (default: reports/<run>)')
    .option('--calibrations <folder>', 'where later runs look for it (default: reports/calibrations)')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Later runs on the same machine, with the same scenario, profile and database, find it: they choose their slices by it,
say what they can resolve, and warn when they are more than twice as noisy. A rig that tells a server from itself is
not blessed: exit code 4, and --gate refuses those metrics.

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
