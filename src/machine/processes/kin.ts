import { allPids, type ProcessStat, processStat, startedWith } from './proc.js';

/** The environment variable that every process of a server inherits; its value is the server's badge. */
export const badgeVariable = 'LOTUS_BENCH_BADGE';

/** A process that belongs to those that were asked for. */
export interface Kin extends ProcessStat {
  readonly badge: string | undefined;
}

/** Who counts. A process is kin when any of these says so, and stays kin for as long as it lives. */
export interface Kinship {
  /** These, their children, and so on. */
  readonly ancestors: ReadonlySet<number>;
  /** Every process of the group or the session of one of these ids, whatever became of its parents. */
  readonly leaders: ReadonlySet<number>;
  /**
   * Whatever inherited a badge that begins so: a daemon in a session of its own whose parent has ended is found by
   * nothing else. (Jenkins finds what a build left behind in the same way, by BUILD_ID: its ProcessTreeKiller.)
   */
  readonly badgePrefix: string | undefined;
}

/**
 * Finds kin in /proc again and again, and cheaply: a process that is not kin when it is first seen never becomes it, so
 * strangers are looked at once. (A stranger's id that went to new kin between two looks would be missed; ids are given
 * out in turn, which takes 32,768 new processes or more.)
 */
export class KinFinder {
  readonly #kinship: Kinship;
  readonly #strangers = new Set<number>();
  readonly #kin = new Map<number, { readonly startTicks: number; readonly badge: string | undefined }>();

  constructor(kinship: Kinship) {
    this.#kinship = kinship;
  }

  /** Everybody who is kin now; undefined where there is no /proc. */
  find(): Kin[] | undefined {
    const pids = allPids();
    if (!pids) return undefined;
    const living = new Set(pids);
    for (const pid of this.#strangers) if (!living.has(pid)) this.#strangers.delete(pid);
    const seen = new Map<number, ProcessStat>();
    for (const pid of pids) {
      const stat = this.#strangers.has(pid) ? undefined : processStat(pid);
      if (stat) seen.set(pid, stat);
    }
    for (const [pid, { startTicks }] of this.#kin) if (seen.get(pid)?.startTicks !== startTicks) this.#kin.delete(pid);
    return [...seen.values()].flatMap((stat) =>
      this.#isKin(stat, seen) ? { ...stat, badge: this.#kin.get(stat.pid)?.badge } : [],
    );
  }

  #isKin(stat: ProcessStat, seen: ReadonlyMap<number, ProcessStat>): boolean {
    const { pid, parentPid, groupId, sessionId, startTicks } = stat;
    if (this.#kin.has(pid)) return true;
    if (this.#strangers.has(pid)) return false;
    const { ancestors, leaders, badgePrefix } = this.#kinship;
    const badge = startedWith(pid, badgeVariable);
    const parent = seen.get(parentPid);
    const kin =
      ancestors.has(pid) ||
      leaders.has(groupId) ||
      leaders.has(sessionId) ||
      (badgePrefix !== undefined && badge?.startsWith(badgePrefix)) ||
      (parent !== undefined && this.#isKin(parent, seen));
    if (kin) this.#kin.set(pid, { startTicks, badge });
    else this.#strangers.add(pid);
    return kin === true;
  }
}
