import { cpus, platform, release, totalmem } from 'node:os';
import type { Quietness } from '../model/record.js';
import type { HostFacts } from '../model/surroundings.js';
import { ourCpuUs } from './processes/our-processes.js';
import { cpuPressureUs, machineCpuUs } from './processes/proc.js';

/** What this machine is. */
export function hostFacts(): HostFacts {
  const cores = cpus();
  return {
    platform: platform(),
    kernel: release(),
    cpuModel: cores[0]?.model.trim() ?? 'unknown',
    coreCount: cores.length,
    memoryBytes: totalmem(),
    nodeVersion: process.version,
  };
}

/**
 * Watches the machine from now on; the function given back tells how quiet it was.
 *
 * Foreign CPU is what all cores did, less what the bench and everything did that it started: servers, their children,
 * the database, also those that have ended meanwhile.
 */
export function watchQuietness(): () => Quietness {
  const read = () => {
    const machine = machineCpuUs();
    const oursUs = ourCpuUs();
    return {
      atUs: performance.now() * 1000,
      foreignUs: machine && oursUs !== undefined ? machine.busyUs - oursUs : undefined,
      stealUs: machine?.stealUs,
      pressureUs: cpuPressureUs(),
    };
  };
  const start = read();
  return () => {
    const end = read();
    const share = (key: 'foreignUs' | 'stealUs' | 'pressureUs') => {
      const [before, after] = [start[key], end[key]];
      return before === undefined || after === undefined
        ? undefined
        : Math.max(0, (after - before) / (end.atUs - start.atUs));
    };
    return { foreignCpuShare: share('foreignUs'), stealShare: share('stealUs'), cpuPressureShare: share('pressureUs') };
  };
}
