import type { Scenario } from '../src/model/scenario.js';
import { lotus } from './lotus/target.js';

// Streams alone have no requests per second to hold against a promise.
const { throughputPerSecond: _, ...promises } = lotus.promises;

/**
 * Players that fetch one piece of a film after another. A closed loop reads no streams, so the gate has no requests per
 * second here: it judges start-up, memory and the turns. The streams' rate is printed as information.
 */
const streaming: Scenario = {
  ...lotus,
  promises,
  name: 'streaming',
  description: 'players that read films from the Lotus server by ranges of 64 KiB',
  requests: [
    {
      name: 'range',
      weight: 1,
      kind: 'stream',
      method: 'GET',
      path: '/video/{video}',
      headers: { range: 'bytes={offset}' },
      expect: { status: 206, bodyBytes: 65_536 },
    },
  ],
};

export default streaming;
