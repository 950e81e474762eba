import type { DatabaseFacts } from '../model/surroundings.js';
import { plainText } from './plain-text.js';

const storages: Readonly<Record<DatabaseFacts['storage'], string>> = {
  tmpfs: ', files in memory (tmpfs)',
  disk: ', files on disk',
  memory: '',
  unknown: '',
};

/** Which database answered, in one line; and for the stand-in how to get the real one. Absent facts: it never came up. */
export function databaseLine(facts: DatabaseFacts | undefined): string {
  if (!facts) return 'none came up';
  const version = plainText(facts.version);
  const source = plainText(facts.source);
  switch (facts.kind) {
    case 'mongod':
      return `mongod ${version} (${source})${storages[facts.storage]}`;
    case 'external':
      return `a server that was already there, ${version} (${source})`;
    case 'embedded':
      return (
        `embedded-mongo ${version}, a stand-in for mongod in memory. ` +
        'For the real one: put mongod on the PATH, set MONGOMS_SYSTEM_BINARY, or add --db download'
      );
  }
}
