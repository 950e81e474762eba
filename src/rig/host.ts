import { cpus, platform, release, totalmem } from 'node:os';
import type { Quietness } from '../model/record.js';
import type { HostFacts } from '../model/surroundings.js';
import { cpuPressureUs, machineCpuUs, ownCpuUs, processCpuUs } from './proc.js';

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
 * Foreign CPU is what all cores did, less what the bench, its ended children and its living ones did. Servers are ended
 * children by the time a round is over.
 */
export function watchQuietness(livingPids: readonly number[]): () => Quietness {
  const read = () => {
    const machine = machineCpuUs();
    const ours = livingPids.reduce((sum, pid) => sum + (processCpuUs(pid) ?? 0), ownCpuUs());
    return {
      atUs: performance.now() * 1000,
      foreignUs: machine && machine.busyUs - ours,
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
