import { type CheckId, checkIds, type Fitness, type FitnessVerdict } from '../model/fitness.js';
import type { MachineFacts, Reading } from '../model/machine.js';

/** One each for the servers, the database and the load generator. */
const coresWanted = 3;
const gibibyte = 2 ** 30;

/**
 * The shares up to which a machine is quiet, and up to which it can be borne. A run does a round again when other
 * programs or the hypervisor take more than 0.15 of a core (docs/method.md §14): at half a core hardly a round would
 * count. Nothing of ours works during the sample, so that a pressure of its own has no excuse.
 */
const quiet = {
  foreignCpuShare: { good: 0.15, warn: 0.5 },
  cpuPressureShare: { good: 0.1, warn: 0.3 },
  stealShare: { good: 0.02, warn: 0.15 },
} as const;

/**
 * Judges an amount by two limits. From low to high it is bad, warn and good, or the other way where the good limit is
 * the lower.
 */
function graded(amount: number, limits: { readonly good: number; readonly warn: number }): FitnessVerdict {
  const reaches = (limit: number) => (limits.good < limits.warn ? amount <= limit : amount >= limit);
  if (reaches(limits.good)) return 'good';
  return reaches(limits.warn) ? 'warn' : 'bad';
}

/** Judges what could be read; what could not is neither good nor bad. */
function judged<T>(reading: Reading<T>, judge: (value: T) => FitnessVerdict): FitnessVerdict {
  return reading.state === 'value' ? judge(reading.value) : 'unknown';
}

/** mongod lays out journal files of 300 MiB before the first document; the stand-in keeps no files. */
function judgeMemoryFolder({ memoryFolder, databases }: MachineFacts): FitnessVerdict {
  if (memoryFolder.state !== 'writable') return 'warn';
  const { freeBytes } = memoryFolder;
  const found = databases.find(({ state }) => state !== 'none');
  const areFilesExpected = found?.state === 'usable' && found.kind === 'mongod';
  if (!areFilesExpected) return freeBytes >= gibibyte ? 'good' : 'warn';
  return graded(freeBytes, { good: gibibyte, warn: gibibyte / 2 });
}

/** What `--db auto` would take: the first place that holds anything, even when that is no mongod. */
function judgeDatabase({ databases }: MachineFacts): FitnessVerdict {
  const taken = databases.find(({ state }) => state !== 'none');
  if (taken?.state !== 'usable') return 'bad';
  return taken.kind === 'mongod' ? 'good' : 'warn';
}

const checks: Readonly<Record<CheckId, (facts: MachineFacts) => FitnessVerdict>> = {
  node: ({ nodeVersion }) => {
    const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number);
    return major > 20 || (major === 20 && minor >= 19) ? 'good' : 'bad';
  },
  cores: ({ cores }) => judged(cores, ({ length }) => graded(length, { good: coresWanted, warn: 2 })),
  // A quota below the cores stops all processes for the rest of each period of 100 ms once it is used up.
  'cpu-limit': ({ cpuQuota, cores }) =>
    judged(cpuQuota, ({ quotaCores }) => {
      if (quotaCores === 'unlimited') return 'good';
      const coreCount = cores.state === 'value' ? cores.value.length : coresWanted;
      return graded(quotaCores, { good: coreCount, warn: Math.min(2, coreCount) });
    }),
  'foreign-cpu': ({ activity }) => judged(activity.foreignCpuShare, (share) => graded(share, quiet.foreignCpuShare)),
  pressure: ({ activity }) => judged(activity.cpuPressureShare, (share) => graded(share, quiet.cpuPressureShare)),
  steal: ({ activity }) => judged(activity.stealShare, (share) => graded(share, quiet.stealShare)),
  governor: ({ governors }) =>
    judged(governors, (each) => ([...new Set(each)].join() === 'performance' ? 'good' : 'warn')),
  turbo: ({ turbo }) => judged(turbo, ({ on }) => (on ? 'warn' : 'good')),
  // Without it nothing is lost but `--pin`.
  taskset: ({ taskset }) => (taskset.state === 'value' ? 'good' : 'warn'),
  // Two servers, the database, the load generator and the bench take about 1 GiB; what does not fit is swapped or
  // killed.
  memory: ({ availableMemoryBytes }) =>
    judged(availableMemoryBytes, (bytes) => graded(bytes, { good: 2 * gibibyte, warn: gibibyte })),
  tmpfs: judgeMemoryFolder,
  // Each connection is a file in the server, in the load generator and in the database.
  'open-files': ({ openFiles }) =>
    judged(openFiles, (limit) => (limit === 'unlimited' ? 'good' : graded(limit, { good: 4096, warn: 256 }))),
  database: judgeDatabase,
};

/** Holds a machine against what measuring needs, check by check. */
export function judgeMachine(facts: MachineFacts): Fitness {
  const results = checkIds.map((id) => ({ id, verdict: checks[id](facts) }));
  const worst = (['bad', 'warn'] as const).find((verdict) => results.some((check) => check.verdict === verdict));
  return { verdict: worst ?? 'good', checks: results, facts };
}
