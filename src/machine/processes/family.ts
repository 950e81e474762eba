import { CpuLedger } from './cpu-ledger.js';
import type { Kin } from './kin.js';
import { claimGroup, ourProcesses, releaseGroup } from './our-processes.js';
import { peakRssBytes, processCpuUs, rssBytes } from './proc.js';

/** Adds up what is known; undefined where nothing is. */
function sum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}

/**
 * The processes of one server: the one that was started, which leads a group of its own, and all that comes of it, also
 * what outlives its parent or moves to a session of its own.
 */
export class Family {
  readonly #leaderPid: number;
  readonly #badge: string;
  readonly #ledger = new CpuLedger();
  #members: readonly Kin[] = [];
  #lostUs = 0;

  constructor(leaderPid: number, badge: string) {
    this.#leaderPid = leaderPid;
    this.#badge = badge;
    claimGroup(leaderPid);
    this.look();
  }

  /** Who is there now. */
  look(): readonly Kin[] {
    const ours = ourProcesses();
    if (!ours) return [];
    const known = new Map(this.#members.map(({ pid, startTicks }) => [pid, startTicks]));
    const byPid = new Map(ours.map((each) => [each.pid, each]));
    const belongs = ({ pid, groupId, sessionId, badge, startTicks, parentPid }: Kin): boolean => {
      const parent = byPid.get(parentPid);
      return (
        [pid, groupId, sessionId].includes(this.#leaderPid) ||
        badge === this.#badge ||
        known.get(pid) === startTicks ||
        (parent !== undefined && belongs(parent))
      );
    };
    this.#members = ours.filter(belongs);
    this.#lostUs = this.#ledger.enter(this.#members);
    return this.#members;
  }

  /**
   * CPU time of the whole family so far, ended members included, in microseconds. `told`: what members said of
   * themselves, by process id, which is finer than /proc. Where there is no /proc that is all that is known.
   */
  cpuUs(told: ReadonlyMap<number, number>): number {
    const members = this.look();
    const toldOf = (pid: number) => told.get(pid) ?? 0;
    if (members.length === 0) return [...told.keys()].reduce((total, pid) => total + toldOf(pid), 0);
    return members.reduce(
      (total, stat) =>
        total + stat.endedChildrenCpuUs + (told.get(stat.pid) ?? processCpuUs(stat.pid, stat) ?? stat.ownCpuUs),
      this.#lostUs,
    );
  }

  /** Resident memory of those who were there at the last look, in bytes; pages that they share are counted in each. */
  rssBytes(): number | undefined {
    return sum(this.#members.map(({ pid }) => rssBytes(pid)));
  }

  /** The same of each one's peak. */
  peakRssBytes(): number | undefined {
    return sum(this.#members.map(({ pid }) => peakRssBytes(pid)));
  }

  /** To be called when nobody of it is left: its last costs are entered, and its ids are free for others. */
  close(): void {
    this.look();
    releaseGroup(this.#leaderPid);
  }
}
