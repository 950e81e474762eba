import type { BinaryProblem, ResumeFault, SetupFault, StoreFault } from '../../model/setup-fault.js';

/** What is wrong with a program that should be a mongod. */
export function binaryProblemText(problem: BinaryProblem): string {
  switch (problem.kind) {
    case 'no-such-file':
      return 'there is no such file';
    case 'printed':
      return `--version printed "${problem.line}"`;
    case 'failed':
      return problem.message;
  }
}

/** What a run needs and is not there, in one line with the remedy. */
export function setupFaultText(fault: SetupFault): string {
  switch (fault.kind) {
    case 'temporary-folder':
      return `TMPDIR: ${fault.folder} cannot be written to (${fault.errorCode}); point TMPDIR at a folder that can, with room for the run's files`;
    case 'long-temporary-folder':
      return `TMPDIR: ${fault.folder} is too long for a socket's name; point TMPDIR at a folder with a shorter path`;
    case 'no-mongod':
      return '--db mongod: no mongod was found in MONGOMS_SYSTEM_BINARY, PATH or the cache of mongodb-memory-server; install MongoDB, or use --db download or --db embedded';
    case 'not-a-mongod':
      return `${fault.source} is not a mongod (${binaryProblemText(fault.problem)}); point MONGOMS_SYSTEM_BINARY at one, unset it, or use --db embedded`;
    case 'database-not-started':
      return `the database (${fault.source}) did not start: ${fault.message}`;
    case 'database-unreachable':
      return `--db: no MongoDB answers at ${fault.source}: ${fault.message}; start one there, or leave --db out`;
    case 'database-refuses':
      return `--db: the database (${fault.source}) refuses what a run needs: ${fault.message}`;
  }
}

/** Why a run cannot be resumed, with the remedy. */
export function resumeFaultText(fault: ResumeFault): string {
  if (fault.kind === 'answers') return 'the servers answer differently than they did in the pilot: start a new run';
  const names = { database: 'the database', 'data-set': 'the data set' } as const;
  const what = fault.kind === 'code' ? `the code of ${fault.armName}` : names[fault.kind];
  return `${what} is ${fault.now} now and was ${fault.was}: start a new run`;
}

/**
 * What keeps files from being written or read; of a folder in use and a file that cannot be read without the remedy.
 */
export function storeFaultText(fault: StoreFault): string {
  if (fault.kind === 'in-use') return `${fault.folder} is in use by another run (process ${fault.holderPid})`;
  if (fault.kind === 'unreadable') return `${fault.path} cannot be read (${fault.error})`;
  return `${fault.path} cannot be written (${fault.error}); ${fault.full ? 'make room for it' : 'make it writable'}`;
}
