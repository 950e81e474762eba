import type { Command } from 'commander';
import { initFlags } from '../../../plan/flags/init-flags.js';
import { addFlags, givenTo } from '../../edge/flags.js';
import type { Io } from '../../edge/io.js';

export function addInitCommand(program: Command, io: Io): void {
  const command = program
    .command('init')
    .description('look at the project in this folder, and write a commented config for it');
  addFlags(command, initFlags)
    .addHelpText(
      'after',
      `
It reads package.json, the code and git, and runs nothing. What it writes, lotus-bench.config.mjs, is found by
\`lotus-bench compare\` in this folder; change it as you like.

Examples:
  lotus-bench init
  lotus-bench init && lotus-bench compare --profile quick`,
    )
    .action(async () => {
      const { init } = await import('./init.js');
      init(givenTo(command, 0), io);
    });
}
