import { fileURLToPath } from 'node:url';
import type { Scenario } from '../../src/model/scenario.js';

/** A target that wants nothing but a port: no database, no files, no data, no switches. */
export const plainHttp: Scenario = {
  name: 'plain-http',
  description: 'a server of twenty lines',
  launch: {
    source: { kind: 'folder', path: fileURLToPath(new URL('.', import.meta.url)) },
    command: ['node', 'plain-http.mjs', '{port}'],
    workingDirectory: '{source}',
    nodeArguments: [],
  },
  target: { env: {}, ready: { path: '/health', status: 200 }, readyTimeoutMs: 10_000 },
  populations: { item: { kind: 'listed', members: ['0', '1', '2', '50'], zipfExponent: 1 } },
  requests: [
    { name: 'list', weight: 1, kind: 'plain', method: 'GET', path: '/items', expect: { status: 200 } },
    {
      name: 'one',
      weight: 3,
      kind: 'plain',
      method: 'GET',
      path: '/items/{item}',
      expect: { status: 200, bodyContains: '"id":{item},' },
    },
  ],
  promises: {},
};
