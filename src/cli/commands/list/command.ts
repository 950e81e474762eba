import type { Command } from 'commander';
import type { Io } from '../../edge/io.js';

export function addListCommand(program: Command, io: Io): void {
  program
    .command('list')
    .description('the scenarios, optimizations, and metrics with their limits')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { listing } = await import('./list.js');
      io.stdout.write(await listing(json === true));
    });
}
