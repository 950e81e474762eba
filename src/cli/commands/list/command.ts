import type { Command } from 'commander';
import { listFlags } from '../../../plan/flags/list-flags.js';
import { addFlags, givenTo } from '../../edge/flags.js';
import type { Io } from '../../edge/io.js';

export function addListCommand(program: Command, io: Io): void {
  const command = program
    .command('list')
    .description('the scenarios, their settings and optimizations, and the metrics with their limits');
  addFlags(command, listFlags).action(async () => {
    const { listing } = await import('./list.js');
    io.stdout.write(await listing(givenTo(command, 0)));
  });
}
