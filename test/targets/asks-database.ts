import { fileURLToPath } from 'node:url';
import type { Scenario } from '../../src/model/scenario.js';

/** A target whose every answer takes one question to its database. */
export const asksDatabase: Scenario = {
  name: 'asks-database',
  description: 'one question to the database for every request',
  launch: {
    source: { kind: 'folder', path: fileURLToPath(new URL('.', import.meta.url)) },
    command: ['node', 'asks-database.mjs', '{database}', '{port}'],
    workingDirectory: '{source}',
    nodeArguments: [],
  },
  target: {
    env: {},
    ready: { path: '/health', status: 200 },
    readyTimeoutMs: 10_000,
    queryChannel: 'asks-database.query',
  },
  populations: {},
  requests: [
    {
      name: 'count',
      weight: 1,
      kind: 'plain',
      method: 'GET',
      path: '/count',
      expect: { status: 200, bodyContains: '"found":0' },
    },
  ],
  promises: {},
};
