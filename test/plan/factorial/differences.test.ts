import { expect, it } from 'vitest';
import scenario from '../../../scenarios/browsing.js';
import type { Arm, GitSource } from '../../../src/model/arm.js';
import { differencesOf, mixedArm, switchedArm } from '../../../src/plan/factorial/differences.js';

const git = (reference: string, commit: string): GitSource => ({
  kind: 'git',
  repository: '/home/dev/shop',
  within: '',
  reference,
  commit,
  carry: [],
});
const before: Arm = {
  name: 'before',
  source: git('v1', '1111'),
  command: ['node', 'server.js'],
  nodeArguments: [],
  env: { POOL: '1', LEVEL: 'warn', OLD: 'yes' },
};
const after: Arm = {
  ...before,
  name: 'after',
  source: git('v2', '2222'),
  nodeBinary: '/opt/node-24/bin/node',
  env: { POOL: '10', LEVEL: 'warn', NEW: 'yes' },
};
const differences = differencesOf(before, after, { sameDependencies: false });

it('each thing in which two arms differ is a factor', () => {
  expect(differences.map(({ factor: { name, first, last } }) => `${name}: ${first} → ${last}`)).toEqual([
    'code: v1 → v2',
    'dependencies: v1 → v2',
    'Node: as here → /opt/node-24/bin/node',
    'POOL: 1 → 10',
    'OLD: yes → not set',
    'NEW: not set → yes',
  ]);
});

it('all at one end is the arm of that end', () => {
  const ends = { before, after };
  expect(
    mixedArm(
      'first',
      differences,
      differences.map(() => false),
      ends,
    ),
  ).toEqual({ ...before, name: 'first' });
  expect(
    mixedArm(
      'last',
      differences,
      differences.map(() => true),
      ends,
    ),
  ).toEqual({ ...after, name: 'last' });
});

it.each([
  ['code alone', [true, false], { ...git('v2', '2222'), dependencies: { reference: 'v1', commit: '1111' } }],
  ['dependencies alone', [false, true], { ...git('v1', '1111'), dependencies: { reference: 'v2', commit: '2222' } }],
] as const)('%s: a checkout with the packages of the other', (_, levels, source) => {
  const mixed = mixedArm('mixed', differences, [...levels, false, true, false, false], { before, after });
  expect(mixed).toEqual({ ...before, name: 'mixed', source, env: { ...before.env, POOL: '10' } });
});

it('with the same packages the code alone differs', () => {
  const named = differencesOf(before, after, { sameDependencies: true }).map(({ factor }) => factor.name);
  expect(named).toEqual(['code', 'Node', 'POOL', 'OLD', 'NEW']);
});

it('an optimization of a scenario is turned by its own name', () => {
  const levels = (scenario.switches?.names ?? []).map((name) => name === 'health-cache' || name === 'routes-lazy');
  expect(switchedArm('run-3', scenario, levels, { first: 'default', last: 'after' })).toMatchObject({
    name: 'run-3',
    env: { LOTUS_OPTIMIZATIONS: 'default,routes-lazy=after,health-cache=after' },
  });
});
