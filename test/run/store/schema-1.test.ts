import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../../../src/gate/judge.js';
import type { MetricId } from '../../../src/model/metrics.js';
import type { RunRecord } from '../../../src/model/record.js';
import type { Slice } from '../../../src/model/slice.js';
import { reasonText } from '../../../src/report/words/reasons.js';
import { recordWarningText } from '../../../src/report/words/rounds.js';
import { readRecord } from '../../../src/run/store/read-record.js';
import { runRecord } from '../../../src/run/store/schema/record.js';
import type { RunRecord1 } from '../../../src/run/store/schema-1/record-1.js';
import { analyse } from '../../../src/stats/analyse.js';

// The first three rounds of the sample that was committed when records were of schema 1.
const old: RunRecord1 = JSON.parse(
  gunzipSync(readFileSync(new URL('./fixtures/schema-1.json.gz', import.meta.url))).toString('utf8'),
);
let folder: string;
let record: RunRecord;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
  const path = join(folder, 'record.json');
  writeFileSync(path, JSON.stringify(old));
  const saved = readRecord(path);
  expect(saved.writtenIn).toBe(1);
  record = saved.record;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

type Trial1 = RunRecord1['rounds'][number]['trials'][number];
type Measured1 = Extract<Trial1, { state: 'measured' }>;

/** A median over rounds, of what one arm's trial says, from the file itself. */
function told(armName: string, read: (trial: Measured1) => number | undefined): number {
  const trials = old.rounds.flatMap((round) => round.trials).filter((trial) => trial.armName === armName);
  return middle(trials.map((trial) => (trial.state === 'measured' ? read(trial) : undefined) ?? Number.NaN));
}

const comparisonOf = (metric: MetricId) => {
  const found = analyse(record).comparisons.find((each) => each.metric === metric);
  if (!found) throw new Error(`${metric} is not compared`);
  return found;
};

/** A slice in which every second request failed. */
const failed = (slice: Slice): Slice => ({
  ...slice,
  load: { ...slice.load, failureCount: slice.load.responseCount },
});

describe('a record of schema 1', () => {
  it('becomes one of today that is whole by its schema', () => {
    expect(runRecord.safeParse(JSON.parse(JSON.stringify(record))).error).toBeUndefined();
  });

  it('keeps what can be measured in it as it was', () => {
    const perSecond = ({ slices }: Measured1) =>
      mean(
        slices
          .filter(({ load }) => load.kind === 'closed')
          .map(({ load }) => load.responseCount / (load.elapsedMs / 1000)),
      );
    const ready = ({ startups }: Measured1) => mean(startups.map(({ readyMs }) => readyMs));
    for (const [metric, read] of [
      ['startupMs', ready],
      ['throughputPerSecond', perSecond],
      ['peakRssBytes', ({ memory }: Measured1) => memory.peakRssBytes],
    ] as const) {
      const { before, after } = comparisonOf(metric);
      expect(before).toEqual({ state: 'value', value: expect.closeTo(told('before', read), 6) });
      expect(after).toEqual({ state: 'value', value: expect.closeTo(told('after', read), 6) });
    }
    expect(comparisonOf('latencyP50Us').before.state).toBe('value');
  });

  it.each<[MetricId, string]>([
    ['responseTimeUs', 'the quick profile has no turns'],
    ['cpuPerRequestUs', 'the quick profile has no turns'],
    ['memoryInUseBytes', 'it was not read after a collection'],
  ])('has no %s, and says why', (metric, reason) => {
    const found = comparisonOf(metric);
    expect(found).toMatchObject({ outcome: 'not measured', before: { state: 'absent' } });
    expect(found.reason && reasonText(found.reason)).toBe(reason);
  });

  it('leaves out counts per request over slices that were not equal', () => {
    const compared = analyse(record).comparisons.map(({ metric }) => metric);
    expect(compared).not.toContain('responseBytesPerRequest');
    expect(compared).not.toContain('databaseCommandsPerRequest');
  });

  it('is described and not judged: nothing of it is decided, whatever it says, and the report tells by which rules it was', () => {
    const analysis = analyse(record);
    const outcomes = new Set(analysis.comparisons.map(({ outcome }) => outcome));
    expect([...outcomes].toSorted()).toEqual(['inconclusive', 'not measured']);
    expect(analysis.comparisons.filter(({ gate, change }) => gate || change?.interval || change?.bounds)).toEqual([]);
    expect(judge(analysis, { inconclusive: 'pass' })).toMatchObject({ state: 'undecided', findings: [] });
    expect(record.warnings.map(recordWarningText)[0]).toMatch(
      /^this record is of schema 1: it is described, not judged\. The run was judged then, by startupMs, latencyP50Us, rssBytes, cpuPerRequestUs/,
    );
  });

  it('is not judged even where an arm fails half of its requests', () => {
    const rounds = record.rounds.map((round) => ({
      ...round,
      trials: round.trials.map((trial) =>
        trial.state === 'measured' && trial.armName === 'after'
          ? { ...trial, slices: trial.slices.map(failed) }
          : trial,
      ),
    }));
    const failing = { ...record, rounds };
    const verdict = judge(analyse(failing), { inconclusive: 'pass' });
    expect(verdict.state).toBe('undecided');
  });
});
