import type { Reading } from '../model/machine.js';
import type { Mistake } from './checked.js';

/** What one process may have open here. */
export interface ConnectionGround {
  readonly openFiles: Reading<number | 'unlimited'>;
  readonly localPorts: Reading<number>;
}

/** Files that a Node program has open beside its connections: its streams, modules, a database pool. */
const otherFiles = 64;

/**
 * Why so many connections cannot be had on this machine. Told before anything is started: a load generator that runs
 * out of descriptors or ports would look like a server that breaks connections.
 */
export function mistakesInConnections(connections: number, { openFiles, localPorts }: ConnectionGround): Mistake[] {
  const where = '--connections';
  if (openFiles.state === 'value' && openFiles.value !== 'unlimited' && connections + otherFiles > openFiles.value) {
    const most = Math.max(1, openFiles.value - otherFiles);
    const remedy = `allow more (ulimit -n ${2 * (connections + otherFiles)}), or ask for at most ${most}`;
    return [
      {
        where,
        problem: `a process may have ${openFiles.value} files open here, too few for ${connections}; ${remedy}`,
      },
    ];
  }
  if (localPorts.state === 'value' && connections > localPorts.value / 2)
    return [
      {
        where,
        problem: `this machine has ${localPorts.value} local ports; ask for at most ${Math.floor(localPorts.value / 2)}`,
      },
    ];
  return [];
}
