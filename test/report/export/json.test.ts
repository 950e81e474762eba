import { describe, expect, it } from 'vitest';
import { jsonReport } from '../../../src/report/export/json.js';
import { madeInput, typicalComparisons } from '../made-analysis.js';

const parsed = () => JSON.parse(jsonReport(madeInput()));

describe('the JSON report', () => {
  it('has its keys in one order, whatever made the values', () => {
    const reversed = typicalComparisons.map(
      (comparison) => Object.fromEntries(Object.entries(comparison).reverse()) as unknown as typeof comparison,
    );
    expect(jsonReport(madeInput({ comparisons: reversed }))).toBe(jsonReport(madeInput()));
    expect(Object.keys(parsed())).toEqual([
      ...['schemaVersion', 'toolVersion', 'runId', 'scenario', 'sentences', 'verdict', 'analysis', 'run'],
    ]);
  });

  it('tells one comparison whole, in the unit of its metric', () => {
    expect(parsed().analysis.comparisons[0]).toEqual({
      metric: 'startupMs',
      label: 'start-up',
      unit: 'ms',
      better: 'lower',
      limit: 0.05,
      armName: 'after',
      referenceName: 'before',
      before: { state: 'value', value: 512 },
      after: { state: 'value', value: 353 },
      change: {
        ratio: 353 / 512,
        interval: { low: 0.62, high: 0.78 },
        bounds: { low: 0.62, high: 0.78 },
        roundCount: 12,
        roundSd: 0.04,
        detectableEffect: null,
      },
      outcome: 'improved',
      ruledOut: -0.24,
      roundsNeeded: null,
      reason: '',
      gate: true,
      warnings: [],
    });
  });

  it('keeps what is absent as absent, with its reason, and what is unknown as null', () => {
    const p99 = parsed().analysis.comparisons.find(({ metric }: { metric: string }) => metric === 'latencyP99Us');
    expect(p99.before).toEqual({ state: 'absent', reason: '4,100 requests per round, it takes 10,000' });
    expect(p99.change).toBeNull();
  });

  it('tells the endpoints and the decision that was kept with the plan', () => {
    const { analysis, run } = parsed();
    expect(analysis.classes[1]).toMatchObject({ className: 'detail', turnCount: 1920, changed: false });
    expect(run.decision.looks).toEqual([8, 12, 16]);
    expect(run.pilot.phases.map(({ kind }: { kind: string }) => kind)).toEqual(['turns', 'closed', 'stream', 'open']);
  });

  it('has the facts of the run and its rounds, but no slices', () => {
    const { run } = parsed();
    expect(run.rounds[1]).toEqual({
      index: 1,
      attempt: 0,
      startedAtIso: '2026-01-01T00:00:00.000Z',
      elapsedMs: 15_000,
      armOrder: ['after', 'before'],
      quietness: { foreignCpuShare: 0.31, cpuPressureShare: 0.0775 },
      redone: null,
    });
    expect(jsonReport(madeInput())).not.toContain('slices"');
    expect([run.seed, run.database.kind, run.host.nodeVersion]).toEqual([42, 'mongod', 'v20.20.2']);
  });
});
