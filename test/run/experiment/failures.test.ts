import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { ClaimLine } from '../../../src/model/claim.js';
import type { ClaimsPlan } from '../../../src/model/claims-record.js';
import type { Experiment, Step } from '../../../src/model/experiment.js';
import { runClaims } from '../../../src/run/run-claims.js';
import { experimentsRecord } from '../../../src/run/store/schema/experiments.js';
import { judgeClaims } from '../../../src/stats/claims/judge-claims.js';
import { asksDatabase } from '../../targets/asks-database.js';

// An arm that fails has no value, and its line says why: never a number, never a hang that was none.

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const start = { kind: 'start', as: 'start' } as const;

function experiment(id: string, steps: readonly Step[]): Experiment {
  const arms = ['before', 'after'].map((name) => ({ name, setting: '' }));
  const rounds = { quick: 3, standard: 3, deep: 3 };
  return { id, title: id, arms, env: {}, links: [], rounds, roundSeconds: 1, steps };
}

const line = (value: ClaimLine['value']): ClaimLine => ({
  what: 'time',
  value,
  unit: 'us',
  promise: { kind: 'ratio', ratio: 0.5, better: 'lower' },
  promised: 'half',
});

const [count] = asksDatabase.requests;
if (!count) throw new Error('the target has no request');
const ends = ['node', '-e', 'process.exit(3)'];
const arms = (after: readonly string[]) =>
  ['before', 'after'].map((name) => ({
    ...asksDatabase.launch,
    name,
    env: {},
    command: name === 'after' ? after : asksDatabase.launch.command,
  }));

const plan: ClaimsPlan = {
  book: {
    subject: { ...asksDatabase, requests: [count, { ...count, name: 'wrong', expect: { status: 201 } }] },
    experiments: [
      experiment('wrong-answers', [start, { kind: 'turns', as: 'load', requests: ['wrong'], turns: 20 }]),
      experiment('ends', [{ ...start, mayFail: { withinMs: 5000 } }]),
      experiment('good', [start, { kind: 'turns', as: 'load', requests: ['count'], turns: 5 }]),
    ],
    claims: [
      {
        id: 'failing',
        group: 'optimization',
        title: '',
        lines: [line('wrong-answers/load.latencyUs'), line('ends/start.readyMs'), line('good/load.latencyUs')],
      },
    ],
  },
  arms: {
    'wrong-answers': arms(asksDatabase.launch.command),
    ends: arms(ends),
    good: arms(asksDatabase.launch.command),
  },
  profile: 'quick',
  seed: 1,
  database: { kind: 'embedded' },
};

it('wrong answers, and a start that ends, are failures of their arm; the other experiments go on', async () => {
  const record = await runClaims(plan, {
    repository,
    runId: 'failures',
    toolVersion: 'test',
    signal: new AbortController().signal,
    onProgress: () => undefined,
    save: () => undefined,
  });
  expect(record.end).toEqual({ state: 'complete' });
  expect(experimentsRecord('claims').safeParse(JSON.parse(JSON.stringify(record))).error).toBeUndefined();
  const told = record.results.map(({ id, rounds }) => [
    id,
    rounds.length,
    ...(rounds[0]?.observations ?? [])
      .toSorted((a, b) => b.armName.localeCompare(a.armName))
      .map((each) => (each.state === 'failed' ? each.failure.kind : each.state)),
  ]);
  // | experiment | rounds | before | after |
  expect(told).toEqual([
    ['wrong-answers', 2, 'wrong-answers', 'wrong-answers'],
    ['ends', 2, 'observed', 'not-ready'],
    ['good', 3, 'observed', 'observed'],
  ]);
  const verdicts = judgeClaims(record).map(({ verdict }) => verdict);
  expect(verdicts).toMatchObject([
    { kind: 'not-measured', failed: { failure: { kind: 'wrong-answers' } } },
    { kind: 'not-measured', failed: { armName: 'after', failure: { kind: 'not-ready' } } },
    { kind: 'undecided' },
  ]);
});
