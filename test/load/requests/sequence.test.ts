import { describe, expect, it } from 'vitest';
import { faultOf, prepareSequence, turnSequence } from '../../../src/load/requests/sequence.js';
import type { Scenario } from '../../../src/model/scenario.js';

const scenario: Pick<Scenario, 'requests' | 'populations'> = {
  populations: {
    video: { kind: 'numbered', prefix: 'v', digits: 3, base: 16, count: 100, zipfExponent: 1 },
    word: { kind: 'listed', members: ['one', 'two'], zipfExponent: 0 },
  },
  requests: [
    {
      name: 'detail',
      weight: 3,
      kind: 'plain',
      method: 'GET',
      path: '/videos/{video}?again={video}',
      headers: { 'x-word': '{word}' },
      expect: { status: 200, bodyContains: '"{video}"' },
    },
    {
      name: 'post',
      weight: 1,
      kind: 'plain',
      method: 'POST',
      path: '/post',
      body: '{"w":"{word}"}',
      expect: { status: 201 },
    },
  ],
};

describe('prepareSequence', () => {
  it('takes members in turn, each once before any comes again, from a place that the seed decides', () => {
    const inTurn = {
      kind: 'numbered',
      prefix: '',
      digits: 1,
      base: 10,
      first: 1,
      count: 1e6,
      zipfExponent: 0,
      inTurn: true,
    } as const;
    const all = { ...scenario, populations: { ...scenario.populations, video: inTurn } };
    const [first, other] = [1, 2].map((seed) =>
      prepareSequence(all, seed)
        .filter(({ className }) => className === 'detail')
        .map(({ path }) => Number(/videos\/(\d+)/.exec(path)?.[1])),
    );
    const start = first?.[0] ?? Number.NaN;
    expect(first).toEqual(first?.map((_, i) => ((start - 1 + i) % 1e6) + 1));
    expect(other?.[0]).not.toBe(start);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(prepareSequence(scenario, 5)).toEqual(prepareSequence(scenario, 5));
    expect(prepareSequence(scenario, 5)).not.toEqual(prepareSequence(scenario, 6));
  });

  it('keeps the weights of the classes', () => {
    const sequence = prepareSequence(scenario, 1);
    const details = sequence.filter(({ className }) => className === 'detail').length;
    expect(details / sequence.length).toBeGreaterThan(0.72);
    expect(details / sequence.length).toBeLessThan(0.78);
  });

  it('draws member i with a probability as 1 / (i + 1)', () => {
    const paths = prepareSequence(scenario, 1).map(({ path }) => path);
    const count = (id: string) => paths.filter((path) => path.startsWith(`/videos/${id}`)).length;
    // 3072 details; the first of 100 has 1 / 5.187 of them, the tenth a tenth of that.
    expect(count('v000')).toBeGreaterThan(500);
    expect(count('v000')).toBeLessThan(690);
    expect(count('v000') / count('v009')).toBeGreaterThan(6);
  });

  it('uses one member throughout a request', () => {
    for (const { path, bodyContains, className } of prepareSequence(scenario, 2).slice(0, 50)) {
      if (className !== 'detail') continue;
      const [, id] = /^\/videos\/(\w+)\?again=\1$/.exec(path) ?? [];
      expect(bodyContains).toBe(`"${id}"`);
    }
  });

  it('leaves braces alone that name no population', () => {
    expect(prepareSequence(scenario, 2).find(({ className }) => className === 'post')?.body).toMatch(
      /^\{"w":"(one|two)"\}$/,
    );
  });
});

describe('turnSequence', () => {
  const classesOf = (count: number) => {
    const names = turnSequence(scenario, 1, count).map(({ className }) => className);
    return {
      detail: names.filter((name) => name === 'detail').length,
      post: names.filter((name) => name === 'post').length,
    };
  };

  it.each([
    [100, { detail: 75, post: 25 }],
    [10, { detail: 7, post: 3 }],
    [2, { detail: 1, post: 1 }],
    [1, { detail: 1, post: 1 }],
  ])('of %i turns has each class as often as its weight says, and at least once', (count, wanted) => {
    const found = classesOf(count);
    expect(found.detail + found.post).toBe(wanted.detail + wanted.post);
    expect(Math.abs(found.detail - wanted.detail)).toBeLessThanOrEqual(1);
  });

  it('is in a random order, the same for the same seed', () => {
    const names = turnSequence(scenario, 4, 40).map(({ className }) => className);
    expect(names).not.toEqual(names.toSorted());
    expect(turnSequence(scenario, 4, 40)).toEqual(turnSequence(scenario, 4, 40));
    expect(turnSequence(scenario, 5, 40)).not.toEqual(turnSequence(scenario, 4, 40));
  });
});

describe('faultOf', () => {
  const [request] = prepareSequence(
    {
      populations: {},
      requests: [
        {
          name: 'x',
          weight: 1,
          kind: 'plain',
          method: 'GET',
          path: '/x',
          expect: { status: 200, minimumBodyBytes: 3, bodyContains: 'ok' },
        },
      ],
    },
    1,
  );
  if (!request) throw new Error('there is no request');
  const has = (body: string) => (text: string) => body.includes(text);

  it.each([
    [200, 'it is ok', undefined],
    [500, 'it is ok', { kind: 'status', expected: 200, got: 500 }],
    [200, 'ok', { kind: 'length', expected: 3, got: 2 }],
    [200, 'nothing', { kind: 'lacks', text: 'ok' }],
  ])('%i %s: %j', (status, body, wanted) => {
    expect(faultOf(request, status, body.length, has(body))).toEqual(wanted);
  });
});
