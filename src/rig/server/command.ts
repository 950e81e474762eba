import { fileURLToPath } from 'node:url';
import { badgeVariable } from '../../machine/processes/kin.js';
import type { Arm } from '../../model/arm.js';
import type { Placeholders } from '../../model/placeholders.js';
import type { Target } from '../../model/target.js';
import type { Warden } from '../guard/warden.js';
import { plainEnvironmentOf } from '../program.js';

/** One server to start. */
export interface ServerCommand {
  readonly target: Target;
  readonly arm: Arm;
  /** What the placeholders of both stand for. */
  readonly placeholders: Placeholders;
  readonly environmentPaddingBytes: number;
  readonly temporaryDirectory: string;
  readonly warden: Warden;
  /**
   * How long it may take to end after SIGTERM before it is killed, on a machine of usual speed; 5 s where this is
   * absent.
   */
  readonly stopGraceMs?: number;
  /** Where it is kept; undefined: anywhere. */
  readonly cores?: readonly number[] | undefined;
}

/** What the rig adds to a server's environment. */
interface Hookup {
  /** Where its preload reports to. */
  readonly socketPath: string;
  /** What its processes are known by. */
  readonly badge: string;
}

/** Everything that a server finds in its environment. */
export function environmentOf(wanted: ServerCommand, { socketPath, badge }: Hookup): NodeJS.ProcessEnv {
  // NODE_OPTIONS is split at spaces, unless they are in quotes.
  const preload = JSON.stringify(fileURLToPath(new URL('./preload.cjs', import.meta.url)));
  const { target, arm, placeholders } = wanted;
  const plain = plainEnvironmentOf({ env: { ...target.env, ...target.measuredEnv } }, arm, placeholders);
  return {
    ...plain,
    HOST: '127.0.0.1',
    NODE_OPTIONS: `${plain.NODE_OPTIONS ?? ''} --require=${preload}`.trim(),
    LOTUS_BENCH_SOCKET: socketPath,
    LOTUS_BENCH_QUERY_CHANNEL: target.queryChannel,
    LOTUS_BENCH_POOL_CHANNEL: target.poolChannel,
    [badgeVariable]: badge,
    LOTUS_BENCH_PADDING: 'x'.repeat(wanted.environmentPaddingBytes),
  };
}
