import { readdirSync, readFileSync } from 'node:fs';

/** Reads a file of /proc; undefined where there is none: another platform, or a process that is gone. */
function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return undefined;
    throw error;
  }
}

/** The fields of /proc/<pid>/stat behind the command, which may itself hold spaces and brackets; field 3 (state) is first. */
function statFields(pid: number): string[] | undefined {
  const text = readProc(`${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

const ticksPerSecond = 100;
const usPerTick = 1_000_000 / ticksPerSecond;

/** When a process started, in ticks since boot: with its id it names a process for good. */
export function startTicks(pid: number): number | undefined {
  const field = statFields(pid)?.[19];
  return field === undefined ? undefined : Number(field);
}

/** CPU time of one process in microseconds, from the scheduler's own nanosecond count of each of its threads. */
export function processCpuUs(pid: number): number | undefined {
  let threads: string[];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    // No /proc, or no such process: both mean that it cannot be told.
    return undefined;
  }
  const times = threads.map((thread) => readProc(`${pid}/task/${thread}/schedstat`));
  return times.reduce((sum, time) => sum + Number(time?.split(' ')[0] ?? 0) / 1000, 0);
}

/** CPU time of this process and of every child of it that has ended, in microseconds. */
export function ownCpuUs(): number {
  // utime, stime, cutime, cstime
  const ticks = statFields(process.pid)?.slice(11, 15) ?? [];
  return ticks.reduce((sum, field) => sum + Number(field), 0) * usPerTick;
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

/** How many write calls (write, writev, pwrite, sendto) a process has made. */
export function writeCalls(pid: number): number | undefined {
  const count = /^syscw: (\d+)/m.exec(readProc(`${pid}/io`) ?? '')?.[1];
  return count === undefined ? undefined : Number(count);
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

/** Time for which some task waited for a core since boot, in microseconds (kernel documentation, accounting/psi.rst). */
export function cpuPressureUs(): number | undefined {
  const total = /^some .*total=(\d+)/m.exec(readProc('pressure/cpu') ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}
