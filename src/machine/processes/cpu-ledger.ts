import type { ProcessStat } from './proc.js';

/**
 * Keeps the books of what a set of processes has cost: nothing that was once spent is ever missing from the total.
 *
 * A process that ends and is waited for moves into its parent's account of ended children. One whose parent ended
 * first, or never asks, takes its time with it: what vanished and was credited to nobody is entered as lost, from the
 * last look before that. Look just before processes are stopped, and just after.
 */
export class CpuLedger {
  #last = new Map<string, ProcessStat>();
  #lostUs = 0;

  /** Takes in how the processes stand now. Gives what has been lost so far, in microseconds. */
  enter(processes: readonly ProcessStat[]): number {
    const now = new Map(processes.map((each) => [`${each.pid} ${each.startTicks}`, each]));
    let vanishedUs = 0;
    let creditedUs = 0;
    for (const [key, before] of this.#last) {
      const after = now.get(key);
      if (after) creditedUs += after.endedChildrenCpuUs - before.endedChildrenCpuUs;
      else vanishedUs += before.ownCpuUs + before.endedChildrenCpuUs;
    }
    this.#lostUs += Math.max(0, vanishedUs - creditedUs);
    this.#last = now;
    return this.#lostUs;
  }
}
