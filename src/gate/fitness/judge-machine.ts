import type { Fitness } from '../../model/fitness.js';
import type { MachineFacts } from '../../model/machine.js';
import { judgeForeignCpu, judgePressure, judgeSteal } from './activity-checks.js';
import { judgeCores, judgeCpuQuota, judgeGovernor, judgeNode, judgeTaskset, judgeTurbo } from './cpu-checks.js';
import { judgeDatabase } from './database-check.js';
import type { Judgement } from './judgement.js';
import { judgeMemory, judgeMemoryFolder, judgeOpenFiles } from './room-checks.js';

interface Check {
  readonly id: string;
  readonly label: string;
  readonly judge: (facts: MachineFacts) => Judgement;
}

/** What is checked, in the order in which it is told. */
const checks: readonly Check[] = [
  { id: 'node', label: 'Node', judge: judgeNode },
  { id: 'cores', label: 'cores', judge: judgeCores },
  { id: 'cpu-limit', label: 'CPU limit', judge: judgeCpuQuota },
  { id: 'foreign-cpu', label: 'other programs', judge: judgeForeignCpu },
  { id: 'pressure', label: 'CPU pressure', judge: judgePressure },
  { id: 'steal', label: 'stolen time', judge: judgeSteal },
  { id: 'governor', label: 'governor', judge: judgeGovernor },
  { id: 'turbo', label: 'turbo', judge: judgeTurbo },
  { id: 'taskset', label: 'taskset', judge: judgeTaskset },
  { id: 'memory', label: 'memory', judge: judgeMemory },
  { id: 'tmpfs', label: 'tmpfs', judge: judgeMemoryFolder },
  { id: 'open-files', label: 'open files', judge: judgeOpenFiles },
  { id: 'database', label: 'database', judge: judgeDatabase },
];

/** Holds a machine against what measuring needs, check by check. */
export function judgeMachine(facts: MachineFacts): Fitness {
  const results = checks.map(({ id, label, judge }) => ({ id, label, ...judge(facts) }));
  const worst = (['bad', 'warn'] as const).find((verdict) => results.some((check) => check.verdict === verdict));
  return { verdict: worst ?? 'good', checks: results, facts };
}
