import type { Command } from 'commander';
import type { ExitCode } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';

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
    .option('--arm <name:setting>', 'a further arm; repeatable', collect)
    .option('--before-env <NAME=VALUE>', 'an environment variable of the reference arm; repeatable', collect)
    .option('--after-env <NAME=VALUE>', 'an environment variable of the other arm; repeatable', collect)
    .option('--profile <name>', 'quick (about a minute), standard, deep (default: standard)')
    .option('--rounds <n>', 'the most rounds to judge (default: as many as the profile has)')
    .option('--budget <time>', 'start no new round after this time: 90s, 3m, 1h')
    .option('--resume <run>', 'resume an interrupted run: its folder, or its name under reports')
    .option('--seed <n>', 'repeat the order, data and load of another run')
    .option('--rate <n>', 'requests per second of the open loop (default: half of what the slowest arm sustains)')
    .option('--connections <n>', 'connections of the closed loop (default: 10)')
    .option('--db <which>', 'auto, embedded, mongod, download, or a mongodb:// address (default: auto)')
    .option('--pin', 'keep servers, database and load generator on cores of their own (Linux, 2 or more cores)')
    .option('--metrics <ids>', 'metrics to judge, separated by commas (default: those marked in `lotus-bench list`)')
    .option('--limit <METRIC=PERCENT>', 'the smallest regression of a metric to catch; repeatable', collect)
    .option('--no-fail-fast', 'keep measuring after a confirmed regression')
    .option('--gate', 'exit with 3 when regressed, 4 when undecided or invalid')
    .option(
      '--inconclusive <how>',
      'with --gate, a metric that could not be decided: pass leaves it to the others, fail does not (default: pass)',
    )
    .option('--out <folder>', 'where record.json and report.md go (default: reports/<run>)')
    .option('--calibrations <folder>', 'where `calibrate` keeps them (default: reports/calibrations)')
    .option('--format <name>', 'what is printed: terminal, markdown or json (default: terminal)')
    .option('--json', 'the same as --format json')
    .addHelpText(
      'after',
      `
Settings of the Lotus server: before, default or after, with individual optimizations overridden:
  --after before,health-cache=after,routes-lazy=after

Exit codes: 0 measured, and with --gate passed; 1 internal fault; 2 bad usage, or a --budget that reaches no decision;
3 with --gate: regressed; 4 invalid, nothing measured, or with --gate undecided; 130 interrupted.
A metric that was not measured is never passed, whatever --inconclusive says.

Examples:
  lotus-bench compare --profile quick
  lotus-bench compare --before after --after after      the same server twice: should pass
  lotus-bench compare --arm default --budget 10m        three arms
  lotus-bench compare --after-env NODE_OPTIONS=--max-semi-space-size=64 --before after
  lotus-bench compare --gate --json > verdict.json      for CI
  lotus-bench compare --gate --limit cpuPerRequestUs=2 --limit startupMs=15
  lotus-bench compare --resume reports/20260101120000-browsing`,
    )
    .action(async (scenarioNames: string[], flags: Record<string, unknown>) => {
      const { compare } = await import('./compare.js');
      finish(await compare(scenarioNames, flags, io));
    });
}
