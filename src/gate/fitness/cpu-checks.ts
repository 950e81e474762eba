import type { MachineFacts } from '../../model/machine.js';
import { bad, good, graded, type Judgement, judged, warn } from './judgement.js';

/** One each for the servers, the database and the load generator. */
const coresWanted = 3;

/** Cores that may be used. */
export function judgeCores({ cores }: MachineFacts): Judgement {
  return judged(cores, ({ length: count }) => {
    const finding = count < coresWanted ? `${count}, for servers, database and load generator together` : `${count}`;
    const remedy =
      count < 2
        ? 'measure on a machine with 3 or more cores, or give this one more (docker: --cpuset-cpus)'
        : 'better 3 or more cores; with two, compare --pin keeps the load generator off the core of the servers';
    return graded(count, { good: coresWanted, warn: 2 }, finding, remedy);
  });
}

/** A quota below the cores stops all processes for the rest of each period of 100 ms once it is used up. */
export function judgeCpuQuota({ cpuQuota, cores }: MachineFacts): Judgement {
  return judged(cpuQuota, ({ quotaCores, source }) => {
    if (quotaCores === 'unlimited') return good('no limit');
    const coreCount = cores.state === 'value' ? cores.value.length : coresWanted;
    const amount = Number(quotaCores.toFixed(2));
    return graded(
      quotaCores,
      { good: coreCount, warn: Math.min(2, coreCount) },
      `CPU time for ${amount} of ${coreCount} cores (${source})`,
      `take the CPU limit of the container away, and restrict its cores instead (docker: --cpuset-cpus in place of --cpus)`,
    );
  });
}

export function judgeGovernor({ governors }: MachineFacts): Judgement {
  return judged(governors, (each) => {
    const kinds = [...new Set(each)].join(', ');
    return kinds === 'performance'
      ? good(kinds)
      : warn(`${kinds}: the clock follows the load`, 'sudo cpupower frequency-set --governor performance');
  });
}

export function judgeTurbo({ turbo }: MachineFacts): Judgement {
  return judged(turbo, ({ on, source, offValue }) =>
    on ? warn('on: the clock follows heat and neighbours', `echo ${offValue} | sudo tee ${source}`) : good('off'),
  );
}

/** Without it nothing is lost but `--pin`. */
export function judgeTaskset({ taskset }: MachineFacts): Judgement {
  return taskset.state === 'value'
    ? good(taskset.value)
    : warn(taskset.reason, 'install util-linux; compare --pin needs it');
}

export function judgeNode({ nodeVersion }: MachineFacts): Judgement {
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19)
    ? good(nodeVersion)
    : bad(nodeVersion, 'install Node 20.19 or newer');
}
