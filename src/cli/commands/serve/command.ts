import type { Command } from 'commander';
import { serveFlags } from '../../../plan/flags/serve-flags.js';
import type { ExitCode } from '../../edge/exit-code.js';
import { addFlags, givenTo } from '../../edge/flags.js';
import type { Io } from '../../edge/io.js';

export function addServeCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = program
    .command('serve')
    .description('run the server of the bundled scenarios alone, with a database of its own');
  addFlags(command, serveFlags)
    .addHelpText(
      'after',
      `
Examples:
  lotus-bench serve --seed-data
  lotus-bench serve --optimizations before,health-cache=after --port 0
  curl http://127.0.0.1:3000/api/videos?search=travel`,
    )
    .action(async () => {
      const { serve } = await import('./serve.js');
      finish(await serve(givenTo(command, 0), io));
    });
}
