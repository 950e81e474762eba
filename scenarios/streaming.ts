import type { Scenario } from '../src/model/scenario.js';
import { lotus } from './lotus/platform.js';

/**
 * Players that fetch one piece of a film after another. Nothing in it can be sent in a closed loop, so the gate has no
 * requests per second: it judges what turns, start-ups and memory tell. The streams' rate is printed as information.
 */
const streaming: Scenario = {
  ...lotus,
  name: 'streaming',
  description: 'players that read films from the Lotus server by ranges of 64 KiB',
  gateMetrics: ['startupMs', 'responseTimeUs', 'memoryInUseBytes', 'cpuPerRequestUs'],
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
