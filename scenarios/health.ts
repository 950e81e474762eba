import type { Scenario } from '../src/model/scenario.js';
import { lotus } from './lotus/target.js';

/** A load balancer that asks whether the server is healthy, and nothing else. */
const health: Scenario = {
  ...lotus,
  name: 'health',
  description: 'nothing but health checks on the Lotus server',
  promises: { ...lotus.promises, responseTimeUs: { text: '100 times faster (10 to 0.1 ms)', ratio: 0.01 } },
  requests: [
    {
      name: 'health',
      weight: 1,
      kind: 'plain',
      method: 'GET',
      path: '/health',
      expect: { status: 200, bodyContains: '"ok"' },
    },
  ],
};

export default health;
