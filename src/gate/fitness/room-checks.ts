import type { MachineFacts } from '../../model/machine.js';
import { good, graded, type Judgement, judged, warn } from './judgement.js';

const gibibyte = 2 ** 30;

function gibibytes(bytes: number): string {
  return `${Number((bytes / gibibyte).toPrecision(3))} GiB`;
}

/** Two servers, the database, the load generator and the bench take about 1 GiB; what does not fit is swapped or killed. */
export function judgeMemory({ availableMemoryBytes }: MachineFacts): Judgement {
  return judged(availableMemoryBytes, (bytes) =>
    graded(
      bytes,
      { good: 2 * gibibyte, warn: gibibyte },
      `${gibibytes(bytes)} free`,
      'end what else runs, or give this machine or container more memory; 2 GiB should be free',
    ),
  );
}

/** mongod lays out journal files of 300 MiB before the first document; the stand-in keeps no files. */
export function judgeMemoryFolder({ memoryFolder, databases }: MachineFacts): Judgement {
  const { path, state } = memoryFolder;
  if (state === 'none')
    return warn(`no ${path}: database files go to the disk`, `sudo mount -t tmpfs -o size=2g tmpfs ${path}`);
  if (state === 'read-only')
    return warn(`${path} cannot be written to: database files go to the disk`, `sudo chmod 1777 ${path}`);
  const finding = `${gibibytes(memoryFolder.freeBytes)} free in ${path}`;
  const remedy = `make it larger (sudo mount -o remount,size=2g ${path}; docker: --shm-size=2g)`;
  const found = databases.find((candidate) => candidate.state !== 'none');
  const filesExpected = found?.state === 'usable' && found.kind === 'mongod';
  if (!filesExpected) return memoryFolder.freeBytes >= gibibyte ? good(finding) : warn(finding, remedy);
  return graded(memoryFolder.freeBytes, { good: gibibyte, warn: gibibyte / 2 }, finding, remedy);
}

/** Each connection is a file in the server, in the load generator and in the database. */
export function judgeOpenFiles({ openFiles }: MachineFacts): Judgement {
  return judged(openFiles, (limit) =>
    limit === 'unlimited'
      ? good(limit)
      : graded(limit, { good: 4096, warn: 256 }, `${limit}`, 'ulimit -n 65536, in the shell that starts lotus-bench'),
  );
}
