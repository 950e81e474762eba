import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import browsing from '../../../scenarios/browsing.js';
import health from '../../../scenarios/health.js';
import streaming from '../../../scenarios/streaming.js';
import type { RunRecord } from '../../../src/model/record.js';
import { compareFlags } from '../../../src/plan/flags/compare-flags.js';
import { readFlags } from '../../../src/plan/flags/read-flags.js';
import { makePlan } from '../../../src/plan/make-plan.js';
import { makeArms } from '../../../src/plan/variants/arms.js';
import { RecordError, readRecord } from '../../../src/run/store/read-record.js';
import { among, facts, oneKindOf } from '../../../src/run/store/schema/facts.js';
import { editedJson } from '../../edited-json.js';
import { madeCalibration } from '../../report/made-calibration.js';
import { madeInvalid, madeRecord, madeRound, madeRounds, madeTrial } from '../../stats/made-record.js';

const sample = new URL('../../../reports/sample/record.json', import.meta.url);
const text = readFileSync(sample, 'utf8');
let path: string;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
  path = join(folder, 'record.json');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function reading(content: string) {
  writeFileSync(path, content);
  return readRecord(path);
}

function problemOf(content: string): RecordError['problem'] {
  try {
    reading(content);
  } catch (error) {
    if (error instanceof RecordError && error.path === path) return error.problem;
    throw error;
  }
  throw new Error('it was read');
}

describe('a record', () => {
  it('is read as it was saved, without a key more or less', () => {
    expect(readRecord(sample.pathname)).toEqual({ record: JSON.parse(text), writtenIn: 2 });
  });

  const failures = { failureCount: 1, requestCount: 2 };
  it.each<[string, RunRecord]>([
    ['with rounds', madeRecord(madeRounds(3, () => [madeTrial('before'), madeTrial('after')]))],
    [
      'with an arm that breaks down',
      madeRecord([madeRound(0, [madeTrial('before'), madeInvalid('after', 'wrong-answers', failures)])]),
    ],
    ['without a round', madeRecord([])],
    ['with a calibration', { ...madeRecord([]), calibration: madeCalibration() }],
    [
      'of an arm that failed before',
      { ...madeRecord([]), end: { state: 'failed', reason: { kind: 'arm-failed', trial: madeInvalid('after') } } },
    ],
  ])('%s is read', (_name, record) => {
    const saved = JSON.stringify(record);
    expect(reading(saved).record).toEqual(JSON.parse(saved));
  });

  it.each(
    [browsing, health, streaming].flatMap((scenario) =>
      (['quick', 'standard', 'deep'] as const).map((profile) => [scenario.name, profile, scenario] as const),
    ),
  )('of %s and %s is read, with all that flags can put into its plan', (_name, profile, scenario) => {
    const flags = { profile, beforeEnv: ['A=1'], budget: '10m', db: 'mongodb://127.0.0.1:1', limit: ['startupMs=7'] };
    const given = { flags: profile === 'quick' ? flags : { ...flags, rate: '100' }, unexpected: [] };
    const options = readFlags(compareFlags, given);
    if (options.state === 'mistaken') throw new Error(JSON.stringify(options.mistakes));
    const pinnedCores = { servers: [0], database: [1], load: [1] };
    const plan = makePlan(options.value, scenario, makeArms(options.value, scenario), {
      randomSeed: 1,
      scenarioCount: 1,
      pinnedCores,
    });
    if (plan.state === 'mistaken') throw new Error(JSON.stringify(plan.mistakes));
    const saved = JSON.stringify(madeRecord([], plan.value));
    expect(reading(saved).record).toEqual(JSON.parse(saved));
  });

  it.each<[string, string, RecordError['problem']]>([
    ['of a later schema', '{"schemaVersion":3}', { kind: 'newer-schema', schemaVersion: 3, newestKnown: 2 }],
    ['that is none', '{"name":"lotus-bench"}', { kind: 'no-record' }],
    ['that is a list', '[]', { kind: 'no-record' }],
    ['of a schema that is no number', '{"schemaVersion":"2"}', { kind: 'no-record' }],
    [
      'with an unknown key',
      editedJson(text, ['plan', 'decision', 'foo'], 1),
      { kind: 'unknown-keys', place: 'plan.decision', keys: ['foo'], furtherProblems: 0 },
    ],
    [
      'with an unknown key of its own',
      editedJson(text, ['foo'], 1),
      { kind: 'unknown-keys', place: '', keys: ['foo'], furtherProblems: 0 },
    ],
    [
      'with a key of another member of a union',
      editedJson(text, ['rounds', 1, 'trials', 0, 'reason'], 'server-died'),
      { kind: 'unknown-keys', place: 'rounds[1].trials[0]', keys: ['reason'], furtherProblems: 0 },
    ],
    [
      'without a number that it must have, and with null for another',
      editedJson(
        editedJson(text, ['rounds', 2, 'elapsedMs']),
        ['rounds', 2, 'trials', 1, 'slices', 0, 'server', 'cpuUs'],
        null,
      ),
      {
        kind: 'wrong-value',
        place: 'rounds[2].elapsedMs',
        reason: 'Invalid input: expected number, received undefined',
        furtherProblems: 1,
      },
    ],
    [
      'with a phase of a kind that is unknown',
      editedJson(text, ['pilot', 'phases', 0, 'kind'], 'waltz'),
      expect.objectContaining({ kind: 'wrong-value', place: 'pilot.phases[0].kind' }),
    ],
  ])('%s is refused', (_name, content, problem) => {
    expect(problemOf(content)).toEqual(problem);
  });

  it('that was cut short is refused, wherever it was cut', () => {
    for (const share of [0, 0.3, 0.999]) {
      const cut = text.slice(0, Math.floor(share * text.length));
      expect(problemOf(cut)).toEqual({ kind: 'no-json', reason: expect.stringMatching(/./) });
    }
  });

  it('that is not there, or is a folder, is refused', () => {
    const refusal = (missing: string) => () => readRecord(missing);
    expect(refusal(join(folder, 'none.json'))).toThrow(
      expect.objectContaining({ problem: { kind: 'unreadable', code: 'ENOENT' } }),
    );
    expect(refusal(folder)).toThrow(expect.objectContaining({ problem: { kind: 'unreadable', code: 'EISDIR' } }));
  });

  it('lacks no definition of a metric that is newer than it: such a metric is not judged', () => {
    expect(reading(editedJson(text, ['metrics', 'rssBytes'])).record.metrics.rssBytes).toBeUndefined();
  });
});

it('a schema that differs from its type does not compile', () => {
  interface Both {
    readonly always: number;
    readonly sometimes?: number;
    readonly perhaps: number | undefined;
  }
  facts<Both>({ always: z.number(), sometimes: z.number().optional(), perhaps: z.number().optional() });
  // @ts-expect-error a key is missing
  facts<Both>({ always: z.number(), sometimes: z.number().optional() });
  // @ts-expect-error a key too many
  facts<{ readonly always: number }>({ always: z.number(), more: z.number() });
  // @ts-expect-error another type
  facts<{ readonly always: number }>({ always: z.string() });
  // @ts-expect-error it would refuse a key that may be missing
  facts<{ readonly perhaps: number | undefined }>({ perhaps: z.number() });
  // @ts-expect-error it would accept a record without a key that must be there
  facts<{ readonly always: number }>({ always: z.number().optional() });
  // @ts-expect-error a word is missing
  among<'a' | 'b'>({ a: true });
  type Union = { readonly kind: 'a' } | { readonly kind: 'b' };
  const a = facts<{ readonly kind: 'a' }>({ kind: z.literal('a') });
  const b = facts<{ readonly kind: 'b' }>({ kind: z.literal('b') });
  // @ts-expect-error a member is missing
  oneKindOf<Union, 'kind'>('kind', { a });
  expect(oneKindOf<Union, 'kind'>('kind', { a, b }).parse({ kind: 'b' })).toEqual({ kind: 'b' });
});
