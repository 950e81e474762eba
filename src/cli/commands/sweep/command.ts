import type { Command } from 'commander';
import { sweepFlags } from '../../../plan/flags/sweep-flags.js';
import type { ExitCode } from '../../edge/exit-code.js';
import { addFlags, givenTo } from '../../edge/flags.js';
import type { Io } from '../../edge/io.js';

export function addSweepCommand(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = program
    .command('sweep')
    .description('a change over a range of conditions: distances, bandwidths, connections, sizes; and where it begins')
    .argument('[scenario]', 'the requests that are sent: see `lotus-bench list`', 'browsing');
  addFlags(command, sweepFlags)
    .addHelpText(
      'after',
      `
Both arms are alive together and meet every value in every round, in an order drawn anew. With --find the gap between
the last value at which a change does not hold and the first at which it does is cut into pieces, and measured again.

Exit codes: 0 measured, 1 internal fault, 2 bad usage, 4 a server failed again and again, 130 interrupted; then go on
with --resume.

Examples:
  lotus-bench sweep --over database-rtt=0,1,5,20 --before default,database-pooling=before --after default --find 2x
                                                       from which distance on is a pool worth a factor of two?
  lotus-bench sweep --over database-bandwidth=5,20,100 --before default --after default,database-compression=after
  lotus-bench sweep --over connections=1,10,100        requests per second with more and more clients
  lotus-bench sweep --over POOL_SIZE=1,2,5,10 --start "node server.js" --get /items --before git:main --after .
  lotus-bench sweep --resume reports/<run>`,
    )
    .action(async () => {
      const { sweep } = await import('./sweep.js');
      finish(await sweep(givenTo(command, 1), io));
    });
}
