import type { PinnedCores } from '../model/pinning.js';
import type { DatabaseFacts } from '../model/surroundings.js';

function on(cores: readonly number[]): string {
  return `on core${cores.length === 1 ? '' : 's'} ${cores.join(', ')}`;
}

/** Which part of a pinned run was kept on which cores. */
export function pinnedText({ servers, database, load }: PinnedCores, facts: DatabaseFacts | undefined): string {
  // A server that was there before us may serve others too: it is not ours to move.
  const databaseText = facts?.kind === 'external' ? 'where it was' : on(database);
  return `servers ${on(servers)}; database ${databaseText}; load generator ${on(load)}`;
}
