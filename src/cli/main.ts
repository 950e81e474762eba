import { Command, CommanderError } from 'commander';
import { addAttributeCommand } from './commands/attribute/command.js';
import { addBisectCommand } from './commands/bisect/command.js';
import { addCalibrateCommand } from './commands/calibrate/command.js';
import { addClaimsCommand } from './commands/claims/command.js';
import { addCompareCommand } from './commands/compare/command.js';
import { addDoctorCommand } from './commands/doctor/command.js';
import { addInitCommand } from './commands/init/command.js';
import { addListCommand } from './commands/list/command.js';
import { addReportCommand } from './commands/report/command.js';
import { addServeCommand } from './commands/serve/command.js';
import { addSweepCommand } from './commands/sweep/command.js';
import { mistakeText } from './edge/commander-error.js';
import { type ExitCode, exitCodes } from './edge/exit-code.js';
import { type Io, processIo } from './edge/io.js';
import { toolVersion } from './edge/tool-version.js';
import { UserError } from './edge/user-error.js';

/** The whole command line. Each command imports what it needs when it runs, so that `--help` stays instant. */
function makeProgram(io: Io, finish: (code: ExitCode) => void): Command {
  const program = new Command('lotus-bench')
    .description(
      'Is this server configuration really faster, lighter, quicker to start than that one, and by how much?',
    )
    .version(toolVersion())
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // Mistakes are told below, all in one form.
      outputError: () => undefined,
    })
    .addHelpText(
      'after',
      `
Examples:
  lotus-bench compare --profile quick          the arms before and after, in a minute or two
  lotus-bench compare --after before,health-cache=after
                                               one optimization alone
  lotus-bench compare --before git:main --after . --start "node server.js" --get /
                                               your own server, two versions
  lotus-bench init                             a config for the project in this folder
  lotus-bench compare --gate                   the same, with an exit code for CI
  lotus-bench claims                           the report's promises, each measured and judged
  lotus-bench attribute                        how much each optimization contributes
  lotus-bench sweep --over database-rtt=0,1,5,20   a change over a range of conditions
  lotus-bench report reports/<run>             a saved run's report again, in any format
  lotus-bench calibrate                        the regressions that this machine can find
  lotus-bench doctor                           is this machine fit to measure?
  lotus-bench serve --seed-data                the server of the scenarios alone, with data

Exit codes: 0 passed, 1 internal fault, 2 bad usage, 3 regressed, 4 undecided or invalid, 130 interrupted.`,
    );
  addCompareCommand(program, io, finish);
  addClaimsCommand(program, io, finish);
  addAttributeCommand(program, io, finish);
  addSweepCommand(program, io, finish);
  addReportCommand(program, io, finish);
  addCalibrateCommand(program, io, finish);
  addBisectCommand(program, io, finish);
  addInitCommand(program, io);
  addServeCommand(program, io, finish);
  addListCommand(program, io);
  addDoctorCommand(program, io, finish);
  return program;
}

/** Runs one command line (without `node` and the script) and gives the exit code. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.passed;
  try {
    const program = makeProgram(io, (code) => {
      exitCode = code;
    });
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(error, io);
  }
}

/** One line for what the user can fix, a stack trace only for what can only be a fault of lotus-bench. */
function explain(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.passed;
    // Without a command the help has been shown, and says it all.
    if (error.code !== 'commander.help') io.stderr.write(`lotus-bench: ${mistakeText(error)}\n`);
    return exitCodes.badUsage;
  }
  if (error instanceof UserError) {
    for (const line of error.message.split('\n')) io.stderr.write(`lotus-bench: ${line}\n`);
    return error.exitCode;
  }
  io.stderr.write(`lotus-bench: internal fault, please report it: ${error instanceof Error ? error.stack : error}\n`);
  return exitCodes.internalFault;
}
