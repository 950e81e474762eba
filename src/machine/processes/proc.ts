import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

/** Not there: another platform, a process that is gone, or one of another user. */
function isNothing(error: unknown): boolean {
  return ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Reads a file of /proc; undefined where there is none. */
function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch (error) {
    if (isNothing(error)) return undefined;
    throw error;
  }
}

const statBuffer = Buffer.alloc(4096);

/** /proc/<pid>/stat by three system calls: it is read for many processes at once. */
function readStat(pid: number): string | undefined {
  try {
    const file = openSync(`/proc/${pid}/stat`, 'r');
    try {
      return statBuffer.toString('latin1', 0, readSync(file, statBuffer));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (isNothing(error)) return undefined;
    throw error;
  }
}

const usPerTick = 1_000_000 / 100;

/** One process as /proc/<pid>/stat tells it (proc_pid_stat(5)). Its id and `startTicks` together name it for good. */
export interface ProcessStat {
  readonly pid: number;
  readonly parentPid: number;
  readonly groupId: number;
  readonly sessionId: number;
  /** It has ended, and its parent has not asked how. */
  readonly isZombie: boolean;
  readonly startTicks: number;
  /** CPU time of all its threads, those that have finished too; in steps of 10 ms. */
  readonly ownCpuUs: number;
  /** CPU time of its children that have ended and were waited for, and of theirs. */
  readonly endedChildrenCpuUs: number;
}

/** `undefined` where there is no such process, or no /proc. */
export function processStat(pid: number): ProcessStat | undefined {
  const text = readStat(pid);
  if (text === undefined) return undefined;
  // The command may itself hold spaces and brackets. Field 3 (state) is the first behind it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const number = (field: number) => Number(fields[field - 3]);
  return {
    pid,
    parentPid: number(4),
    groupId: number(5),
    sessionId: number(6),
    isZombie: fields[0] === 'Z',
    startTicks: number(22),
    ownCpuUs: (number(14) + number(15)) * usPerTick,
    endedChildrenCpuUs: (number(16) + number(17)) * usPerTick,
  };
}

/** When a process started, in ticks since boot. */
export function startTicks(pid: number): number | undefined {
  return processStat(pid)?.startTicks;
}

/** The ids of all processes; undefined where there is no /proc. */
export function allPids(): number[] | undefined {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d/.test(name) ? Number(name) : []));
  } catch (error) {
    if (isNothing(error)) return undefined;
    throw error;
  }
}

/** What a variable was in the environment that a process was started with. */
export function startedWith(pid: number, variable: string): string | undefined {
  const entry = readProc(`${pid}/environ`)
    ?.split('\0')
    .find((each) => each.startsWith(`${variable}=`));
  return entry?.slice(variable.length + 1);
}

/** CPU time of the living threads of a process in microseconds, from the scheduler's own count of nanoseconds. */
function livingThreadsCpuUs(pid: number): number {
  let threads: string[];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch (error) {
    if (isNothing(error)) return 0;
    throw error;
  }
  const times = threads.map((thread) => readProc(`${pid}/task/${thread}/schedstat`));
  return times.reduce((sum, time) => sum + Number(time?.split(' ')[0] ?? 0) / 1000, 0);
}

/**
 * CPU time of one process in microseconds. The scheduler's count is fine but knows living threads only; the other one
 * knows those that have finished but comes in steps of 10 ms. Neither tells too much, so the larger is the better.
 */
export function processCpuUs(pid: number, stat = processStat(pid)): number | undefined {
  return stat && Math.max(stat.ownCpuUs, livingThreadsCpuUs(pid));
}

function statusBytes(pid: number, key: string): number | undefined {
  const kilobytes = new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(readProc(`${pid}/status`) ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** The most memory that a process ever held resident, in bytes. */
export function peakRssBytes(pid: number): number | undefined {
  return statusBytes(pid, 'VmHWM');
}

/** The memory that a process holds resident now, in bytes. */
export function rssBytes(pid: number): number | undefined {
  return statusBytes(pid, 'VmRSS');
}

/** Busy and stolen time of all cores since boot, in microseconds. */
export function machineCpuUs(): { readonly busyUs: number; readonly stealUs: number } | undefined {
  const fields = /^cpu +(.*)$/m
    .exec(readProc('stat') ?? '')?.[1]
    ?.split(' ')
    .map(Number);
  if (!fields) return undefined;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = fields;
  return { busyUs: (user + nice + system + irq + softirq) * usPerTick, stealUs: steal * usPerTick };
}

/**
 * Time for which some task waited for a core since boot, in microseconds (kernel documentation, accounting/psi.rst).
 */
export function cpuPressureUs(): number | undefined {
  const total = /^some .*total=(\d+)/m.exec(readProc('pressure/cpu') ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}
