import { expect, it } from 'vitest';
import { type ConnectionGround, mistakesInConnections } from '../../src/plan/connections.js';

const ground = (openFiles: number | 'unlimited', localPorts = 28_000): ConnectionGround => ({
  openFiles: { state: 'value', value: openFiles },
  localPorts: { state: 'value', value: localPorts },
});
const unknown = { state: 'absent', reason: 'no /proc' } as const;

it.each<[string, number, ConnectionGround, string | undefined]>([
  ['what fits is no mistake', 10, ground(1024), undefined],
  [
    'more than there are descriptors',
    200,
    ground(128),
    'a process may have 128 files open here, too few for 200; allow more (ulimit -n 528), or ask for at most 64',
  ],
  ['a process without a limit', 10_000, ground('unlimited'), undefined],
  ['more than half the local ports', 600, ground(4096, 1000), 'this machine has 1000 local ports; ask for at most 500'],
  ['a platform that does not tell', 10_000, { openFiles: unknown, localPorts: unknown }, undefined],
])('%s', (_name, connections, limits, problem) => {
  expect(mistakesInConnections(connections, limits)).toEqual(problem ? [{ where: '--connections', problem }] : []);
});
