import type { Command } from 'commander';
import { attributeFlags } from '../../../plan/flags/attribute-flags.js';
import type { ExitCode } from '../../edge/exit-code.js';
import { addFlags, givenTo } from '../../edge/flags.js';
import type { Io } from '../../edge/io.js';

export function addAttributeCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = program
    .command('attribute')
    .description('how much each of several changes contributes to start-up, response time, CPU, throughput and memory')
    .argument('[scenario]', 'the requests that are sent: see `lotus-bench list`', 'browsing');
  addFlags(command, attributeFlags)
    .addHelpText(
      'after',
      `
Each optimization of a scenario is a part; of a server of your own, everything in which before and after differ: every
variable (--before-env, --after-env), the code, its dependencies and its Node. A few well-chosen mixtures of them are
measured (a fractional factorial of resolution IV: 32 settings tell thirteen parts apart), each beside its mirror image.
The report tells each part's change with its interval, whether the parts add up to the whole, and which need each other.

Exit codes: 0 measured, 1 internal fault, 2 bad usage, 4 a server failed again and again, 130 interrupted; then go on
with --resume.

Examples:
  lotus-bench attribute                                the thirteen optimizations, in about ten minutes
  lotus-bench attribute --before default               from what Node and the driver do by themselves
  lotus-bench attribute --start "node server.js" --get /items \\
    --before-env CACHE=off --after-env CACHE=on --before-env POOL=1 --after-env POOL=10
  lotus-bench attribute --start "node server.js" --get /items --before git:v1.2 --after . --before-node 20 \\
    --after-node 24                                    the code, its dependencies, or Node?
  lotus-bench attribute --resume reports/<run>`,
    )
    .action(async () => {
      const { attributeParts } = await import('./attribute.js');
      finish(await attributeParts(givenTo(command, 1), io));
    });
}
