import { type StandIn, startStandIn } from '../stand-in.js';

/**
 * The server under test: the stand-in, or any other one. `LOTUS_CONFORMANCE_URI=mongodb://127.0.0.1:27017 npm run conformance` runs
 * the very same cases against a real mongod.
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
