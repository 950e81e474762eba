import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import book from '../../../scenarios/claims.js';
import type { ClaimsRecord, LineFinding } from '../../../src/model/claims-record.js';
import { makeClaimsPlan } from '../../../src/plan/make-claims-plan.js';
import { runClaims } from '../../../src/run/run-claims.js';
import { experimentsRecord } from '../../../src/run/store/schema/experiments.js';
import { judgeClaims } from '../../../src/stats/claims/judge-claims.js';

// What must come out whatever the machine, because it is arithmetic: the experiments of the book, each once or twice.

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** As many rounds as it takes to count. */
const rounds: Readonly<Record<string, number>> = { logger: 2, banner: 2, hanging: 1, 'lines-lost': 1, services: 2 };

async function measured(): Promise<ClaimsRecord> {
  const claims = ['logger-buffering', 'logger-banner', 'services-parallel', 'services-timeout'];
  const plan = makeClaimsPlan(claims, { profile: 'quick', seed: 1, db: { kind: 'embedded' } }, book, { randomSeed: 1 });
  if (plan.state === 'mistaken') throw new Error(JSON.stringify(plan.mistakes));
  const experiments = plan.value.book.experiments
    .filter(({ id }) => id in rounds)
    .map((experiment) => ({ ...experiment, rounds: { ...experiment.rounds, quick: rounds[experiment.id] ?? 1 } }));
  return runClaims(
    { ...plan.value, book: { ...plan.value.book, experiments } },
    {
      repository,
      runId: 'arithmetic',
      toolVersion: 'test',
      signal: new AbortController().signal,
      onProgress: () => undefined,
      save: () => undefined,
    },
  );
}

describe('what is arithmetic', () => {
  let record: ClaimsRecord;
  let findings: readonly LineFinding[];
  beforeAll(async () => {
    record = await measured();
    findings = judgeClaims(record);
  });

  const found = (claimId: string, what: string) =>
    findings.filter((finding) => {
      const claim = record.plan.book.claims.find(({ id }) => id === claimId);
      return finding.claimId === claimId && claim?.lines[finding.lineIndex]?.what.startsWith(what);
    });

  it('is kept so that it can be read again', () => {
    expect(record.end).toEqual({ state: 'complete' });
    expect(experimentsRecord('claims').safeParse(JSON.parse(JSON.stringify(record))).error).toBeUndefined();
  });

  it('50 buffered lines are one write call', () => {
    expect(found('logger-buffering', 'write calls for 50 lines')).toMatchObject([
      {
        values: { before: 50, after: 1 },
        effect: { ratio: expect.closeTo(0.02), low: expect.closeTo(0.02), high: expect.closeTo(0.02) },
        verdict: { kind: 'confirmed' },
      },
    ]);
  });

  it('no line is lost by SIGTERM, by an uncaught exception, by an exit', () => {
    const none = { values: { before: 0, after: 0 }, verdict: { kind: 'confirmed' } };
    expect(found('logger-buffering', 'lines lost')).toMatchObject([none, none, none]);
  });

  it('the banner is one write call, but a start has more than that', () => {
    expect(found('logger-banner', 'write calls of the banner alone')).toMatchObject([
      { values: { before: 20, after: 1 }, verdict: { kind: 'confirmed' } },
    ]);
    expect(found('logger-banner', 'write calls of a whole start')).toMatchObject([{ verdict: { kind: 'smaller' } }]);
  });

  it('three services of a second take about three seconds, and one', () => {
    const [services] = found('services-parallel', 'time until all services');
    const { before = 0, after = 0 } = services?.values ?? {};
    expect(before).toBeGreaterThan(3000);
    expect(after).toBeGreaterThan(1000);
    expect(before / after).toBeGreaterThan(2);
  });

  it('with an FFmpeg that hangs nothing comes up before, and after comes up', () => {
    expect(found('services-timeout', 'starts that came up')).toMatchObject([
      { values: { before: 0, after: 1 }, verdict: { kind: 'confirmed' } },
    ]);
  });
});
