import { describe, expect, expectTypeOf, it } from 'vitest';
import { mistakesOf } from '../../src/plan/checked.js';
import { calibrateFlags } from '../../src/plan/flags/calibrate-flags.js';
import { type CompareOptions, compareFlags } from '../../src/plan/flags/compare-flags.js';
import { spelling } from '../../src/plan/flags/flag.js';
import { readFlags } from '../../src/plan/flags/read-flags.js';
import { serveFlags } from '../../src/plan/flags/serve-flags.js';

describe('flags are read by their table', () => {
  it('with what counts where they were not given', () => {
    expect(readFlags(compareFlags, { flags: {}, unexpected: [] })).toEqual({
      state: 'good',
      value: {
        ...{ get: [], env: {}, carry: [], keepWrites: false },
        ...{ arm: [], beforeEnv: {}, afterEnv: {}, profile: 'standard', connections: 10, pin: false, limit: {} },
        ...{ failFast: true, gate: false, inconclusive: 'pass', format: 'terminal', json: false },
      },
    });
    expect(readFlags(serveFlags, { flags: {}, unexpected: [] })).toEqual({
      state: 'good',
      value: { port: 3000, seedData: false },
    });
  });

  it('as what they mean', () => {
    const flags = { arm: ['default'], afterEnv: ['A=1=2', 'B='], budget: '1h30m', rate: '7', failFast: false };
    const more = { db: 'mongodb://made/', metrics: 'startupMs, rssBytes', limit: ['startupMs=5%'], format: 'json' };
    expect(readFlags(compareFlags, { flags: { ...flags, ...more }, unexpected: [] })).toMatchObject({
      state: 'good',
      value: {
        ...{ arm: ['default'], afterEnv: { A: '1=2', B: '' }, budget: 5_400_000, rate: 7, failFast: false },
        ...{ db: { kind: 'uri', uri: 'mongodb://made/' }, metrics: ['startupMs', 'rssBytes'] },
        ...{ limit: { startupMs: 0.05 }, format: 'json' },
      },
    });
  });

  it('or every mistake is told: unknown ones first, then in the order of the table', () => {
    const flags = { rounds: '2', profile: '', seed: '-1', budget: '5s', out: '' };
    expect(mistakesOf(readFlags(calibrateFlags, { flags, unexpected: ['--ron', 'x'] }))).toEqual([
      { where: '--ron', problem: expect.stringMatching(/^no such flag; did you mean --\w+\?$/) },
      { where: 'x', problem: 'one word too many; leave it out' },
      { where: '--profile', problem: expect.stringMatching(/^"" is not one of quick, standard, deep/) },
      { where: '--rounds', problem: 'must be a whole number from 6 to 48, got "2"' },
      { where: '--budget', problem: 'must be at least 10s, got "5s"' },
      { where: '--seed', problem: 'must be a whole number from 0 to 4294967295, got "-1"' },
      { where: '--out', problem: 'must be a folder, got ""' },
    ]);
  });

  it('and have the types that the table says', () => {
    expectTypeOf<CompareOptions['profile']>().toEqualTypeOf<'quick' | 'standard' | 'deep'>();
    expectTypeOf<CompareOptions['rounds']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<CompareOptions['connections']>().toEqualTypeOf<number>();
    expectTypeOf<CompareOptions['gate']>().toEqualTypeOf<boolean>();
  });
});

it('a flag is spelled as the user types it', () => {
  expect(spelling('beforeEnv', compareFlags.beforeEnv)).toBe('--before-env');
  expect(spelling('failFast', compareFlags.failFast)).toBe('--no-fail-fast');
});
