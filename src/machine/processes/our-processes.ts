import { CpuLedger } from './cpu-ledger.js';
import { badgeVariable, type Kin, KinFinder } from './kin.js';
import { startTicks } from './proc.js';

/** What every badge begins with that this bench gives to a server or another program. */
export const ourBadgePrefix = `${process.pid}.${startTicks(process.pid) ?? 0}.`;

const leaders = new Set<number>();
const finder = new KinFinder({ ancestors: new Set([process.pid]), leaders, badgePrefix: ourBadgePrefix });
const ledger = new CpuLedger();
let lostUs = 0;
let badges = 0;

/** A badge that nothing else has. */
export function newBadge(): string {
  return `${ourBadgePrefix}${++badges}.`;
}

/**
 * An environment for a program that must end with the bench: by its badge the warden finds it, also when the bench is
 * killed before it has told of the program.
 */
export function badged(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, [badgeVariable]: newBadge() };
}

/**
 * From now on all of the group and session of this process are ours, whoever their parents are; until it is released.
 */
export function claimGroup(leaderPid: number): void {
  leaders.add(leaderPid);
}

export function releaseGroup(leaderPid: number): void {
  leaders.delete(leaderPid);
}

/** The bench itself and everything that it started, directly or not; undefined where there is no /proc. */
export function ourProcesses(): Kin[] | undefined {
  const found = finder.find();
  if (found) lostUs = ledger.enter(found);
  return found;
}

/** CPU time of the bench and of everything that it ever started, in microseconds; undefined where there is no /proc. */
export function ourCpuUs(): number | undefined {
  const found = ourProcesses();
  return found?.reduce((sum, { ownCpuUs, endedChildrenCpuUs }) => sum + ownCpuUs + endedChildrenCpuUs, lostUs);
}
