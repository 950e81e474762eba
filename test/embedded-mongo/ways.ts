import { MongoClient } from 'mongodb';
import { startStandIn } from '../stand-in.js';
import { externalUri } from './target.js';

const all = ['plain', 'zlib', 'SCRAM', 'SCRAM and zlib'] as const;
type Way = (typeof all)[number];

/** The ways in which clients connect; an external server is only asked plainly, and compressed. */
export const wayNames: readonly Way[] = externalUri ? ['plain', 'zlib'] : all;

/** Two stand-ins, one of them with a user, and the address for each way. */
export interface Ways {
  uri(way: Way): string;
  /** The server that asks for a user, without one. */
  readonly unauthenticated: string;
  stop(): Promise<void>;
}

export async function startWays(): Promise<Ways> {
  if (externalUri) {
    const external = new URL('/lotus_conformance_drivers', externalUri).href;
    const uri = (way: Way) => (way === 'zlib' ? `${external}?compressors=zlib` : external);
    return { uri, unauthenticated: external, stop: async () => undefined };
  }
  const [plain, secured] = await Promise.all([startStandIn(), startStandIn('--auth')]);
  const admin = new MongoClient(secured.uri('admin'));
  await admin.db('admin').command({ createUser: 'ada', pwd: 'correct horse', roles: ['root'] });
  await admin.close();
  const withUser = `${secured.uri('drivers').replace('//', '//ada:correct%20horse@')}?authSource=admin`;
  const uris = {
    plain: plain.uri('drivers'),
    zlib: `${plain.uri('drivers')}?compressors=zlib`,
    SCRAM: withUser,
    'SCRAM and zlib': `${withUser}&compressors=zlib`,
  };
  return {
    uri: (way) => uris[way],
    unauthenticated: secured.uri('drivers'),
    async stop() {
      await Promise.all([plain.stop(), secured.stop()]);
    },
  };
}
