import type { DatabaseCandidate } from '../../model/machine.js';
import { askVersion, embeddedBinary, mongodsByPlace } from './find-mongod.js';

/** Every place where `--db auto` looks, in its order, and what is there; each program is asked for its version. */
export async function databaseCandidates(repository: string): Promise<readonly DatabaseCandidate[]> {
  const places = [...(await mongodsByPlace()), { place: 'bundled' as const, binary: embeddedBinary(repository) }];
  return Promise.all(
    places.map(async ({ place, binary }): Promise<DatabaseCandidate> => {
      if (binary?.path === undefined) return { place, state: 'none' };
      const { kind, path } = binary;
      const answer = await askVersion(path);
      return 'version' in answer
        ? { place, state: 'usable', kind, path, version: answer.version }
        : { place, state: 'broken', path, problem: answer.problem };
    }),
  );
}
