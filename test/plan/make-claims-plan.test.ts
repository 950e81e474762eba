import { describe, expect, it } from 'vitest';
import book from '../../scenarios/claims.js';
import type { DatabaseChoice } from '../../src/model/plan.js';
import { makeClaimsPlan } from '../../src/plan/make-claims-plan.js';

const planOf = (words: readonly string[], db?: DatabaseChoice) =>
  makeClaimsPlan(words, { profile: 'quick', seed: 1, db }, book, { randomSeed: 2 });

describe('the words of a user mean', () => {
  it.each([
    [
      ['pooling', 'keep-alive'],
      ['database-pooling', 'server-keep-alive'],
      ['pooling', 'keep-alive', 'pauses'],
    ],
    [['logger-banner'], ['logger-banner'], ['logger', 'banner']],
    [['growth-writes'], ['growth-writes'], ['write-calls']],
  ])('%j: the claims %j, by the experiments %j', (words, claims, experiments) => {
    const plan = planOf(words);
    if (plan.state === 'mistaken') throw new Error(JSON.stringify(plan.mistakes));
    expect(plan.value.book.claims.map(({ id }) => id)).toEqual(claims);
    expect(plan.value.book.experiments.map(({ id }) => id).toSorted()).toEqual(experiments.toSorted());
    expect(Object.keys(plan.value.arms).toSorted()).toEqual(experiments.toSorted());
  });

  it('nothing: all of it, and every value that a claim reads is one that its experiment can give', () => {
    const plan = planOf([]);
    if (plan.state === 'mistaken') throw new Error(JSON.stringify(plan.mistakes));
    expect(plan.value.book).toEqual(book);
    const given = new Set(
      book.experiments.flatMap(({ id, steps }) => steps.flatMap((step) => ('as' in step ? `${id}/${step.as}` : []))),
    );
    const read = book.claims.flatMap(({ lines }) =>
      lines.flatMap(({ value }) => (typeof value === 'string' ? [value] : value.slopeOf.map((point) => point.value))),
    );
    expect(read.filter((path) => !given.has(path.slice(0, path.indexOf('.'))))).toEqual([]);
  });
});

it.each([
  [['poling'], undefined, 'claim: no claim is named "poling"; did you mean pooling? (lotus-bench list)'],
  [
    ['pooling'],
    'mongodb://a,b/',
    '--db: the experiment pooling puts a link before it, which leads to one host; give a mongodb:// address with a single host',
  ],
])('%j on %s is mistaken: %s', (words, uri, told) => {
  const plan = planOf(words, uri === undefined ? undefined : { kind: 'uri', uri });
  const mistakes = plan.state === 'mistaken' ? plan.mistakes : [];
  expect(mistakes.map(({ where, problem }) => `${where}: ${problem}`)).toEqual([told]);
});

it('a claim that needs no link takes any database', () => {
  expect(planOf(['health-cache'], { kind: 'uri', uri: 'mongodb://a,b/' }).state).toBe('good');
});
