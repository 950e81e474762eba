import type { Command } from 'commander';
import type { ExitCode } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';

export function addServeCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('serve')
    .description('run the Lotus streaming server alone, with a database of its own')
    .option('--optimizations <setting>', 'before, default or after, with individual ones overridden', 'after')
    .option('--port <n>', 'where it listens on 127.0.0.1; 0: any free port', '3000')
    .option('--db <which>', 'auto, embedded, mongod, download, or a mongodb:// address', 'auto')
    .option('--seed-data', 'fill the database with 500 users, 2,000 videos and 10,000 comments')
    .addHelpText(
      'after',
      `
Examples:
  lotus-bench serve --seed-data
  lotus-bench serve --optimizations before,health-cache=after --port 0
  curl http://127.0.0.1:3000/api/videos?search=travel`,
    )
    .action(async (flags: Record<string, unknown>) => {
      const { serve } = await import('./serve.js');
      finish(await serve(flags, io));
    });
}
