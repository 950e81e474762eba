import { fileURLToPath } from 'node:url';
import { badgeVariable } from '../../machine/processes/kin.js';
import type { Arm } from '../../model/plan.js';
import type { ServerSpec } from '../../model/scenario.js';
import type { Warden } from '../guard/warden.js';

/** One server to start. */
export interface ServerOrder {
  readonly spec: ServerSpec;
  readonly arm: Arm;
  /** Where the arm's data is, and whatever else every server of the run gets. */
  readonly env: Readonly<Record<string, string>>;
  readonly environmentPaddingBytes: number;
  readonly repository: string;
  readonly temporaryDirectory: string;
  readonly warden: Warden;
  /** How long it may take to end after SIGTERM before it is killed, on a machine of usual speed; 5 s where this is absent. */
  readonly stopGraceMs?: number;
  /** Where it is kept; undefined: anywhere. */
  readonly cores?: readonly number[] | undefined;
}

/** Every argument with `{repository}` filled in; `node` is this very Node. */
export function commandOf({ spec, arm, repository }: ServerOrder): [program: string, args: string[]] {
  const [program = '', ...args] = spec.command.map((word) => word.replaceAll('{repository}', repository));
  return program === 'node' ? [process.execPath, [...arm.nodeArguments, ...args]] : [program, args];
}

/** What the rig adds to a server's environment. */
interface Hookup {
  /** Where its preload reports to. */
  readonly socketPath: string;
  /** What its processes are known by. */
  readonly badge: string;
}

/** Everything that a server of this order finds in its environment. */
export function environmentOf(order: ServerOrder, { socketPath, badge }: Hookup): NodeJS.ProcessEnv {
  // NODE_OPTIONS is split at spaces, unless they are in quotes.
  const preload = JSON.stringify(fileURLToPath(new URL('./preload.cjs', import.meta.url)));
  const own = { ...process.env, ...order.spec.env, ...order.env, ...order.arm.env };
  return {
    ...own,
    PORT: '0',
    HOST: '127.0.0.1',
    NODE_OPTIONS: `${own.NODE_OPTIONS ?? ''} --require=${preload}`.trim(),
    LOTUS_BENCH_SOCKET: socketPath,
    [badgeVariable]: badge,
    LOTUS_BENCH_PADDING: 'x'.repeat(order.environmentPaddingBytes),
  };
}
