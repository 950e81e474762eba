import type { CheckId, Fitness, FitnessCheck, FitnessVerdict } from '../../model/fitness.js';
import type { ActivitySample, DatabaseCandidate, DatabasePlace, MachineFacts, Reading } from '../../model/machine.js';
import { formatValue, formatWholeShare } from './format.js';
import { counted, plainText } from './plain-text.js';
import { binaryProblemText } from './setup-faults.js';

/** One check in words. */
export interface CheckText {
  readonly id: CheckId;
  readonly label: string;
  readonly verdict: FitnessVerdict;
  /** What was found, in one line; for `unknown`, why it cannot be told. */
  readonly finding: string;
  /** What to do about it, in one line; absent where nothing has to be done. */
  readonly remedy: string | undefined;
}

interface Wording {
  readonly label: string;
  readonly finding: (facts: MachineFacts) => string;
  /** Of a check that is `warn` or `bad`. */
  readonly remedy: (facts: MachineFacts, verdict: FitnessVerdict) => string;
}

/** What was read, or why it could not be. */
function told<T>(reading: Reading<T>, textOf: (value: T) => string): string {
  return reading.state === 'value' ? textOf(reading.value) : reading.reason;
}

function shareText({ activity }: MachineFacts, key: Exclude<keyof ActivitySample, 'sampleMs'>, unit: string): string {
  return told(activity[key], (share) => `${formatWholeShare(share)} ${unit}, over ${activity.sampleMs / 1000} s`);
}

function memoryFolderText({ memoryFolder }: MachineFacts): string {
  const { path, state } = memoryFolder;
  if (state === 'none') return `no ${path}: database files go to the disk`;
  if (state === 'read-only') return `${path} cannot be written to: database files go to the disk`;
  return `${formatValue(memoryFolder.freeBytes, 'bytes')} free in ${path}`;
}

function memoryFolderRemedy({ memoryFolder: { path, state } }: MachineFacts): string {
  if (state === 'none') return `sudo mount -t tmpfs -o size=2g tmpfs ${path}`;
  if (state === 'read-only') return `sudo chmod 1777 ${path}`;
  return `make it larger (sudo mount -o remount,size=2g ${path}; docker: --shm-size=2g)`;
}

function databaseText({ databases }: MachineFacts): string {
  const taken = takenBy(databases);
  if (taken?.state === 'broken')
    return `--db auto takes ${taken.path} (${taken.place}), which is not a mongod: ${binaryProblemText(taken.problem)}`;
  if (taken?.state !== 'usable') return 'none, not even the bundled stand-in';
  return taken.kind === 'mongod'
    ? `--db auto takes mongod ${taken.version} (${taken.path})`
    : `--db auto takes the bundled stand-in (embedded-mongo ${taken.version}): no mongod was found`;
}

function databaseRemedy({ databases }: MachineFacts): string {
  const taken = takenBy(databases);
  if (taken?.state === 'usable')
    return 'install mongod (mongodb.com/try/download/community) and put it on the PATH or in MONGOMS_SYSTEM_BINARY, or add --db download to compare';
  if (taken?.state !== 'broken') return 'install lotus-bench again';
  return taken.place === 'MONGOMS_SYSTEM_BINARY'
    ? 'point MONGOMS_SYSTEM_BINARY at a mongod, or unset it'
    : 'fix or remove that file, or use --db embedded';
}

const wordings: Readonly<Record<CheckId, Wording>> = {
  node: {
    label: 'Node',
    finding: ({ nodeVersion }) => nodeVersion,
    remedy: () => 'install Node 20.19 or newer',
  },
  cores: {
    label: 'cores',
    finding: ({ cores }) =>
      told(cores, ({ length }) =>
        length < 3 ? `${length}, for servers, database and load generator together` : `${length}`,
      ),
    remedy: (_, verdict) =>
      verdict === 'bad'
        ? 'measure on a machine with 3 or more cores, or give this one more (docker: --cpuset-cpus)'
        : 'better 3 or more cores; with two, compare --pin keeps the load generator off the core of the servers',
  },
  'cpu-limit': {
    label: 'CPU limit',
    finding: ({ cpuQuota, cores }) =>
      told(cpuQuota, ({ quotaCores, source }) => {
        if (quotaCores === 'unlimited') return 'no limit';
        const of = cores.state === 'value' ? ` of ${cores.value.length}` : '';
        return `CPU time for ${Number(quotaCores.toFixed(2))}${of} cores (${source})`;
      }),
    remedy: () =>
      'take the CPU limit of the container away, and restrict its cores instead (docker: --cpuset-cpus in place of --cpus)',
  },
  'foreign-cpu': {
    label: 'other programs',
    finding: (facts) => shareText(facts, 'foreignCpuShare', 'of a core'),
    remedy: () => 'end what else runs (see top); above 15 % rounds are done again',
  },
  pressure: {
    label: 'CPU pressure',
    finding: (facts) => shareText(facts, 'cpuPressureShare', 'of the time some task waited for a core'),
    remedy: () => 'end what else runs, or give this machine more cores',
  },
  steal: {
    label: 'CPU steal',
    finding: (facts) => shareText(facts, 'stealShare', 'of a core'),
    remedy: () => 'other machines share these cores: take a dedicated host, or a quieter hour',
  },
  governor: {
    label: 'governor',
    finding: ({ governors }) =>
      told(governors, (each) => {
        const kinds = [...new Set(each)].join(', ');
        return kinds === 'performance' ? kinds : `${kinds}: the clock follows the load`;
      }),
    remedy: () => 'sudo cpupower frequency-set --governor performance',
  },
  turbo: {
    label: 'turbo',
    finding: ({ turbo }) => told(turbo, ({ on }) => (on ? 'on: the clock follows heat and neighbours' : 'off')),
    remedy: ({ turbo }) => told(turbo, ({ source, offValue }) => `echo ${offValue} | sudo tee ${source}`),
  },
  taskset: {
    label: 'taskset',
    finding: ({ taskset }) => told(taskset, (path) => path),
    remedy: () => 'install util-linux; compare --pin needs it',
  },
  memory: {
    label: 'memory',
    finding: ({ availableMemoryBytes }) => told(availableMemoryBytes, (bytes) => `${formatValue(bytes, 'bytes')} free`),
    remedy: () => 'end what else runs, or give this machine or container more memory; 2 GiB should be free',
  },
  tmpfs: { label: 'tmpfs', finding: memoryFolderText, remedy: memoryFolderRemedy },
  'open-files': {
    label: 'open files',
    finding: ({ openFiles }) => told(openFiles, (limit) => `${limit}`),
    remedy: () => 'ulimit -n 65536, in the shell that starts lotus-bench',
  },
  database: { label: 'database', finding: databaseText, remedy: databaseRemedy },
};

/** A check in words. What the machine told about itself may be anything: it becomes one harmless line. */
export function checkText({ id, verdict }: FitnessCheck, facts: MachineFacts): CheckText {
  const { label, finding, remedy } = wordings[id];
  const isFine = verdict === 'good' || verdict === 'unknown';
  return {
    ...{ id, label, verdict, finding: plainText(finding(facts)) },
    remedy: isFine ? undefined : plainText(remedy(facts, verdict)),
  };
}

/** What was found, in one line, or that it cannot be told. */
export function findingLine({ verdict, finding }: CheckText): string {
  return verdict === 'unknown' ? `not measurable here: ${finding}` : finding;
}

/** What `--db auto` takes: the first place that holds anything. */
export function takenBy(databases: readonly DatabaseCandidate[]): DatabaseCandidate | undefined {
  return databases.find(({ state }) => state !== 'none');
}

/** Where a database may be, in the user's words. */
export const placeNames: Readonly<Record<DatabasePlace, string>> = {
  MONGOMS_SYSTEM_BINARY: 'MONGOMS_SYSTEM_BINARY',
  PATH: 'mongod on the PATH',
  cache: "mongodb-memory-server's cache",
  bundled: 'bundled stand-in',
};

export function candidateText(candidate: DatabaseCandidate): string {
  switch (candidate.state) {
    case 'none':
      return candidate.place === 'MONGOMS_SYSTEM_BINARY' ? 'not set' : 'none';
    case 'usable':
      return candidate.kind === 'embedded'
        ? `embedded-mongo ${candidate.version}`
        : `mongod ${candidate.version}, ${candidate.path}`;
    case 'broken':
      return `${candidate.path} is not a mongod: ${binaryProblemText(candidate.problem)}`;
  }
}

/** `This machine can measure, with reservations: 2 warnings.` */
export function fitnessSummary({ verdict, checks }: Fitness): string {
  const count = (wanted: FitnessVerdict) => checks.filter((check) => check.verdict === wanted).length;
  const counts = [
    ...(count('bad') > 0 ? [`${count('bad')} bad`] : []),
    ...(count('warn') > 0 ? [counted(count('warn'), 'warning')] : []),
    ...(count('unknown') > 0 ? [`${count('unknown')} not measurable here`] : []),
  ];
  const sentence = {
    good: 'This machine is fit to measure',
    warn: 'This machine can measure, with reservations',
    bad: 'This machine is not fit to measure',
  }[verdict];
  return counts.length === 0 ? `${sentence}.` : `${sentence}: ${counts.join(', ')}.`;
}
