import { MongoClient } from 'mongodb';
import { type StandIn, startStandIn } from '../stand-in.js';

/**
 * The server under test: the stand-in, or any other one. `LOTUS_CONFORMANCE_URI=mongodb://127.0.0.1:27017 npm run
 * conformance` runs the very same cases against a real mongod; what is skipped then asks for the stand-in's own limits,
 * users or waiting times, which another server does not share.
 */
export const externalUri = process.env.LOTUS_CONFORMANCE_URI;

export interface Target {
  readonly uri: string;
  stop(): Promise<void>;
}

export async function startTarget(): Promise<Target> {
  if (externalUri) return { uri: externalUri, stop: async () => undefined };
  const standIn: StandIn = await startStandIn();
  return { uri: standIn.uri(''), stop: standIn.stop };
}

/**
 * A client of a target of its own. `close` drops the database that the tests used, if any, and stops what was started.
 */
export async function connect(database?: string): Promise<{ readonly client: MongoClient; close(): Promise<void> }> {
  const target = await startTarget();
  const client = new MongoClient(target.uri);
  return {
    client,
    async close() {
      if (database !== undefined) await client.db(database).dropDatabase();
      await client.close();
      await target.stop();
    },
  };
}
