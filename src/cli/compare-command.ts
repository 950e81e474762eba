import type { Command } from 'commander';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

export function addCompareCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('compare')
    .description('measure the same scenario on two or more configurations, in interleaved rounds')
    .argument('[scenario...]', 'what to measure (default: browsing; see `lotus-bench list`)')
    .option('--before <setting>', 'the reference arm (default: before)')
    .option('--after <setting>', 'the arm held against it (default: after)')
    .option('--arm <name:setting>', 'a further arm; can be given again', collect)
    .option('--before-env <NAME=VALUE>', 'an environment variable of the reference arm; can be given again', collect)
    .option('--after-env <NAME=VALUE>', 'an environment variable of the other arm; can be given again', collect)
    .option('--profile <name>', 'quick (about 3 minutes), standard, deep (default: standard)')
    .option('--rounds <n>', 'stop at the last look within this many rounds')
    .option('--budget <time>', 'begin no round after this time: 90s, 3m, 1h')
    .option('--resume <run>', 'go on with a run that was cut: its folder, or its name under reports')
    .option('--seed <n>', 'repeat the order, data and load of another run')
    .option('--rate <n>', 'requests per second of the open loop (default: half of what the slowest arm bears)')
    .option('--connections <n>', 'connections of the closed loop (default: 10)')
    .option('--db <which>', 'auto, embedded, mongod, download, or a mongodb:// address (default: auto)')
    .option('--pin', 'keep servers, database and load generator on cores of their own (Linux, 2 or more cores)')
    .option('--metrics <ids>', 'the metrics that the verdict is about, separated by commas')
    .option('--no-fail-fast', 'go on after a regression is certain')
    .option('--gate', 'exit with 3 when regressed, 4 when undecided')
    .option('--inconclusive <how>', 'with --gate: pass or fail what could not be decided (default: fail)')
    .option('--out <folder>', 'where record.json and report.md go (default: reports/<run>)')
    .option('--calibrations <folder>', 'where `calibrate` keeps them (default: reports/calibrations)')
    .option('--format <name>', 'what is printed: terminal, markdown or json (default: terminal)')
    .option('--json', 'the same as --format json')
    .addHelpText(
      'after',
      `
Settings of the Lotus server: before, default or after, and single optimizations turned:
  --after before,health-cache=after,routes-lazy=after

Examples:
  lotus-bench compare --profile quick
  lotus-bench compare --before after --after after      the same server twice: shows the noise
  lotus-bench compare --arm default --budget 10m        three arms
  lotus-bench compare --after-env NODE_OPTIONS=--max-semi-space-size=64 --before after
  lotus-bench compare --gate --json > verdict.json      for CI
  lotus-bench compare --resume reports/20260101120000-browsing`,
    )
    .action(async (scenarioNames: string[], flags: Record<string, unknown>) => {
      const { compare } = await import('./compare.js');
      finish(await compare(scenarioNames, flags, io));
    });
}
