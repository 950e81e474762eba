import type { ActivitySample, MachineFacts } from '../../model/machine.js';
import { graded, type Judgement, judged } from './judgement.js';

/**
 * The shares up to which a machine is quiet, and up to which it can be borne. A run does a round again when other programs or the
 * hypervisor take more than 0.15 of a core (docs/method.md §14): at half a core hardly a round would count. Nothing of ours works
 * during the sample, so that a pressure of its own has no excuse.
 */
const limits = {
  foreignCpuShare: { good: 0.15, warn: 0.5 },
  stealShare: { good: 0.02, warn: 0.15 },
  cpuPressureShare: { good: 0.1, warn: 0.3 },
} as const;

function judgeShare(
  { activity }: MachineFacts,
  key: Exclude<keyof ActivitySample, 'sampleMs'>,
  unit: string,
  remedy: string,
): Judgement {
  return judged(activity[key], (share) => {
    const finding = `${Math.round(share * 100)} % ${unit}, over ${activity.sampleMs / 1000} s`;
    return graded(share, limits[key], finding, remedy);
  });
}

export function judgeForeignCpu(facts: MachineFacts): Judgement {
  return judgeShare(
    facts,
    'foreignCpuShare',
    'of a core',
    'end what else runs (see top); above 15 % rounds are done again',
  );
}

export function judgeSteal(facts: MachineFacts): Judgement {
  return judgeShare(
    facts,
    'stealShare',
    'of a core',
    'other machines share these cores: take a dedicated host, or a quieter hour',
  );
}

export function judgePressure(facts: MachineFacts): Judgement {
  return judgeShare(
    facts,
    'cpuPressureShare',
    'of the time some task waited for a core',
    'end what else runs, or give this machine more cores',
  );
}
