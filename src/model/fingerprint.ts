import type { Calibration } from './calibration.js';

/** `20.20` of `v20.20.2`, `6.1` of `6.1.0-42-amd64`. */
function majorMinor(version: string): string {
  return /(\d+)(?:\.(\d+))?/.exec(version)?.slice(1).filter(Boolean).join('.') ?? version;
}

/**
 * What a calibration holds for, in one line that can be read and compared: noise belongs to a machine, what it runs and
 * how it is loaded. A run with any other line has another noise.
 *
 * Kernel and Node count by major.minor: schedulers and garbage collectors change there, and a machine that is patched
 * every week must not forget its calibration every week. Memory counts in whole GiB, because kernels keep back a little
 * more or less of it. The arms do not count: it is the noise of the rig, not of one setting.
 */
export function fingerprintOf(
  about: Pick<Calibration, 'host' | 'databaseKind' | 'scenarioName' | 'profileName' | 'load'>,
): string {
  const { connections, ratePerSecond, pinned } = about.load;
  const { platform, kernel, cpuModel, coreCount, memoryBytes, nodeVersion } = about.host;
  return [
    `${platform} ${majorMinor(kernel)}`,
    `${coreCount} x ${cpuModel}`,
    `${Math.round(memoryBytes / 2 ** 30)} GiB`,
    `Node ${majorMinor(nodeVersion)}`,
    `database ${about.databaseKind ?? 'none'}`,
    `scenario ${about.scenarioName}`,
    `profile ${about.profileName}`,
    `${connections} connections`,
    `rate ${ratePerSecond}`,
    pinned ? 'pinned' : 'not pinned',
  ].join(', ');
}
