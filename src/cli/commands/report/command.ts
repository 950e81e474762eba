import type { Command } from 'commander';
import { reportFlags } from '../../../plan/flags/report-flags.js';
import type { ExitCode } from '../../edge/exit-code.js';
import { addFlags, givenTo } from '../../edge/flags.js';
import type { Io } from '../../edge/io.js';

export function addReportCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = program
    .command('report')
    .description('print the report of a saved run again, in any format')
    .argument('<record...>', 'record.json, the folder that it is in, or the name of a run under reports');
  addFlags(command, reportFlags)
    .addHelpText(
      'after',
      `
Nothing is measured, and the record stays as it is. A run is judged by the rules that were settled when it began. A record
of schema 1, from before turns, is described and not judged: with --gate it is undecided.

Exit codes: 0 printed, and with --gate passed; 2 bad usage, or a file that is not a readable record; 3 with --gate:
regressed; 4 invalid, nothing measured, or with --gate undecided. Of several records, 3 goes before 4.

Examples:
  lotus-bench report reports/sample
  lotus-bench report 20260101120000123-browsing --format markdown --out report.md
  lotus-bench report reports/sample --gate                    judge again, in a later step of CI
  lotus-bench report reports/* --json | jq '.verdict.state'   one document for each record`,
    )
    .action(async () => {
      const { report } = await import('./report.js');
      finish(report(givenTo(command, Number.POSITIVE_INFINITY), io));
    });
}
