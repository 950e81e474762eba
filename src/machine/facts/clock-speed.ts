import type { Reading, TurboState } from '../../model/machine.js';
import { absent, type MachineRoots, textOf, value } from './files.js';

const cpuFolder = 'devices/system/cpu';

/** The frequency governor of each of these cores (kernel documentation, admin-guide/pm/cpufreq.rst). */
export function governorsOf({ sys }: MachineRoots, cores: readonly number[]): Reading<readonly string[]> {
  const governors = cores.flatMap((core) => textOf(sys, cpuFolder, `cpu${core}/cpufreq/scaling_governor`) ?? []);
  return governors.length === 0 ? absent('no cpufreq in /sys, as in most virtual machines') : value(governors);
}

/** Whether turbo is on: Intel's own driver has a switch that says no, all others one that says yes. */
export function turboState({ sys }: MachineRoots): Reading<TurboState> {
  const switches = [
    { file: 'intel_pstate/no_turbo', onValue: '0', offValue: '1' },
    { file: 'cpufreq/boost', onValue: '1', offValue: '0' },
  ] as const;
  for (const { file, onValue, offValue } of switches) {
    const text = textOf(sys, cpuFolder, file);
    if (text !== undefined) return value({ on: text === onValue, source: `/sys/${cpuFolder}/${file}`, offValue });
  }
  return absent('no turbo switch in /sys, as in most virtual machines');
}
