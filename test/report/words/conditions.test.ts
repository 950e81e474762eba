import { describe, expect, it } from 'vitest';
import { selectReport } from '../../../src/report/select/contents.js';
import { pinnedText } from '../../../src/report/words/conditions.js';
import { factsOf } from '../../../src/report/words/facts.js';
import { madeInput } from '../made-analysis.js';

const pinnedCores = { servers: [0, 1], database: [2], load: [3] };
const input = madeInput();
const { record } = input;
const labels = (plan: typeof record.plan) =>
  factsOf(selectReport({ ...input, record: { ...record, plan } })).map(({ label }) => label);

describe('the cores of a pinned run', () => {
  it('are told part by part', () => {
    expect(pinnedText(pinnedCores, record.database)).toBe(
      'servers on cores 0, 1; database on core 2; load generator on core 3',
    );
  });

  it('but not for a database that was there before, which is left where it was', () => {
    const facts = { kind: 'external', version: '7.0.0', source: 'mongodb://127.0.0.1', storage: 'unknown' } as const;
    expect(pinnedText(pinnedCores, facts)).toBe(
      'servers on cores 0, 1; database where it was; load generator on core 3',
    );
  });

  it('are a fact of the report; a run that was not pinned has none', () => {
    expect(labels({ ...record.plan, pinnedCores })).toContain('Pinned');
    expect(labels(record.plan)).not.toContain('Pinned');
  });
});
