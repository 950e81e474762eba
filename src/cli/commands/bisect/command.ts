import type { Command } from 'commander';
import { bisectFlags } from '../../../plan/flags/bisect-flags.js';
import type { ExitCode } from '../../edge/exit-code.js';
import { addFlags, givenTo } from '../../edge/flags.js';
import type { Io } from '../../edge/io.js';

export function addBisectCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = program
    .command('bisect')
    .description('find the commit that made a metric of your server worse, by comparisons with a good one');
  addFlags(command, bisectFlags)
    .addHelpText(
      'after',
      `
Each step compares a commit with the good one, as \`compare\` does, both checked out, installed and built beside each
other; your tree, branch and index stay as they are. The first step measures the whole regression; later ones ask only
on which side of half of it a commit lies. One that does not build or start is skipped, as git bisect does.

Exit codes: 0 found; 1 internal fault; 2 bad usage; 4 nothing to find, or undecided between some; 130 interrupted.

Examples:
  lotus-bench bisect --good v1.2 --start "node server.js" --get /items
  lotus-bench bisect --good HEAD~20 --bad HEAD --metric responseTimeUs --start "npm start" --get / --carry .env`,
    )
    .action(async () => {
      const { bisect } = await import('./bisect.js');
      finish(await bisect(givenTo(command, 0), io));
    });
}
