import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../../src/model/analysis.js';
import type { RunWarning } from '../../../src/model/reasons.js';
import type { RunRecord } from '../../../src/model/record.js';
import type { Slice } from '../../../src/model/slice.js';
import type { ClockFault } from '../../../src/model/trial.js';
import { warningsOf } from '../../../src/report/select/warnings.js';
import { warningTexts } from '../../../src/report/words/warnings.js';
import { madeInvalid, madeTrial } from '../../stats/made-record.js';
import { madeInput } from '../made-analysis.js';

const { record } = madeInput();

function slice(kind: Slice['load']['kind'], generator: Partial<Slice['load']['generator']>): Slice {
  const health = { cpuShare: 0.2, eventLoopDelayP99Us: 100, lateShare: undefined, reconnects: 0, ...generator };
  return {
    index: 0,
    load: {
      ...{ kind, elapsedMs: 600, plannedCount: 200, sentCount: 200, responseCount: 200, failureCount: 0 },
      ...{ failureExamples: [], receivedBytes: 1, latencyUs: [], latencyTotalUs: 1, firstByteUs: [], classes: {} },
      generator: health,
    },
    server: {
      ...{ cpuUs: 1, gcPauseUs: 0, gcCount: 0, eventLoopUtilization: 0.5, eventLoopDelayP99Us: 1, rssBytes: 1 },
      ...{ outputWrites: undefined, databaseQueriesUs: [], databaseQueryTotalUs: 0 },
    },
    database: undefined,
  };
}

/** The made run with quiet rounds, whose arms have these slices. */
function quietRecord(slices: Readonly<Record<string, readonly Slice[]>> = {}): RunRecord {
  const rounds = record.rounds.map((round) => ({
    ...round,
    quietness: { foreignCpuShare: 0.05, stealShare: undefined, cpuPressureShare: undefined },
    trials: round.trials.map((trial) =>
      trial.state === 'measured' ? { ...trial, slices: slices[trial.armName] ?? [] } : trial,
    ),
  }));
  return { ...record, rounds };
}

function warningsFor(given: Partial<RunRecord>, said = '', analysisGiven: Partial<Analysis> = {}): string[] {
  const made = madeInput({ record: { ...quietRecord(), ...given }, analysis: analysisGiven });
  return warningTexts(warningsOf(made.record, made.analysis), said);
}

describe('what the statistics warn of', () => {
  it.each<[RunWarning, string]>([
    [
      { kind: 'redone', count: 1, reasons: [{ kind: 'steal', share: 0.2 }] },
      '1 round was redone: the hypervisor took 20 % of a core',
    ],
    [
      { kind: 'redone', count: 3, reasons: [{ kind: 'foreign-cpu', share: 0.31 }, { kind: 'run-resumed' }] },
      '3 rounds were redone: other programs used 31 % of a core; the run had failed, and was resumed',
    ],
    [
      { kind: 'noise-throughout', cause: 'foreignCpuShare', share: 0.33 },
      'other programs used 33 % of a core throughout the run',
    ],
    [
      { kind: 'noise-in-rounds', cause: 'stealShare', upTo: 0.5, disturbed: 2, rounds: 8 },
      'the hypervisor took up to 50 % of a core in 2 of 8 rounds that count',
    ],
    [{ kind: 'beyond-look', rounds: 1, look: 12 }, '1 round after the last look (12) could not be judged'],
    [
      { kind: 'invalid-rounds', armName: 'after', count: 1, rounds: 9 },
      '1 of 9 rounds do not count for after: a trial was invalid',
    ],
    [
      {
        ...{ kind: 'incomplete-rounds', armName: 'after', count: 1, rounds: 7 },
        reasons: [{ kind: 'no-slice', phase: 'turns' }],
      },
      '1 of 7 rounds do not count for after: no slice of turns was usable',
    ],
    [
      { kind: 'excluded-slices', armName: 'after', count: 6, slices: 30, reasons: ['generator-late'] },
      '6 of 30 slice pairs of after were left out: the load generator fell behind',
    ],
    [
      { kind: 'not-steady', armName: 'after', ratio: 0.9, windows: 3, profileName: 'standard' },
      'after was not steady after its warm-up: its CPU per request still fell by 10 % over the last 3 windows; a larger --profile than standard warms up longer',
    ],
    [
      { kind: 'arms-moved-apart', armName: 'after', ratio: 1.1 },
      "after: its response time, against the reference's, rose by 10 % from the first to the second half of a round's turns",
    ],
    [
      {
        ...{ kind: 'noisier-than-calibrated', armName: 'after', metric: 'cpuPerRequestUs' },
        ...{ roundSd: 0.0512, calibratedSd: 0.01 },
      },
      'after: CPU per request varied by 5.1 % between rounds; calibrated: 1 %',
    ],
  ])('%j', (warning, text) => {
    expect(warningTexts([warning])).toEqual([text]);
  });
});

describe('a warning', () => {
  it('is not given of a quiet run', () => {
    expect(warningsFor({})).toEqual([]);
  });

  it('tells first what the stand-in refused, by feature', () => {
    const databaseRefusals = { 'text index': 3, $graphLookup: 1 };
    expect(warningsFor({ databaseRefusals })).toEqual(['the database refused: text index (3), $graphLookup (1)']);
  });

  it('tells requests that were sent again, for each arm', () => {
    const { rounds } = quietRecord({ after: [slice('turns', { reconnects: 2 }), slice('closed', { reconnects: 1 })] });
    expect(warningsFor({ rounds })).toEqual([
      '9 requests to after were sent again on a new connection: the server had closed the idle one',
    ]);
  });

  it('tells late sends of the open loop that counted, from one in a hundred on', () => {
    const late = (lateShare: number) => quietRecord({ before: [slice('open', { lateShare })] }).rounds;
    expect(warningsFor({ rounds: late(0.032) })).toEqual([
      "3.2 % of the open loop's requests to before were sent late: the load generator fell behind",
    ]);
    expect(warningsFor({ rounds: late(0.009) })).toEqual([]);
    const excluded = {
      ...slice('open', { lateShare: 0.5 }),
      invalid: { kind: 'generator-late', cause: { kind: 'sent-late', lateShare: 0.5 } } as const,
    };
    expect(warningsFor({ rounds: quietRecord({ before: [excluded] }).rounds })).toEqual([]);
  });

  it('tells what is wrong with the times that a server told of its starts, each kind once', () => {
    const faults: readonly (ClockFault | undefined)[] = [
      { kind: 'clocks-differ' },
      undefined,
      { kind: 'clocks-differ' },
      { kind: 'misdated-mark', mark: 'cache\nwarm' },
    ];
    const startups = faults.map((clockFault) => ({
      ...{ readyMs: 400, bootMs: undefined, listeningMs: undefined, marksMs: {} },
      ...(clockFault ? { clockFault } : {}),
    }));
    const [round] = quietRecord().rounds;
    const trials = [madeTrial('before'), { ...madeTrial('after'), startups }].map((trial) => ({
      ...trial,
      slices: [],
    }));
    expect(warningsFor({ rounds: round ? [{ ...round, trials }] : [] })).toEqual([
      "after: the server's clock does not agree with the bench's: the phases of its start cannot be told (2 of 4 starts)",
      'after: the server\'s mark "cache warm" is dated outside its start (1 of 4 starts)',
    ]);
  });

  it('quotes the last lines of a server that failed, as one harmless line', () => {
    const output = ['1', '2', '3', '4', '5', 'Error: no \u001b[31mconfiguration\u001b[0m'];
    const trial = { ...madeInvalid('after', 'not-ready'), output };
    expect(warningsFor({ end: { state: 'failed', reason: { kind: 'arm-failed', trial } } })).toEqual([
      'last output of after: 2 | 3 | 4 | 5 | Error: no configuration',
    ]);
  });

  it('tells invalid trials of one arm and reason once, and not the reason that was told before', () => {
    const { failure } = madeInvalid('', 'no-responses');
    const trial = (roundIndex: number, armName: string) => ({ roundIndex, armName, failure });
    const invalidTrials = [trial(0, 'after'), trial(1, 'after'), trial(4, 'after'), trial(4, 'before')];
    expect(warningsFor({}, '', { invalidTrials })).toEqual([
      'after was invalid in rounds 1, 2 and 5 (no-responses): no answer in 500 ms',
      'before was invalid in round 5 (no-responses): no answer in 500 ms',
    ]);
    expect(warningsFor({}, 'Invalid: no answer in 500 ms.', { invalidTrials: invalidTrials.slice(0, 1) })).toEqual([
      'after was invalid in round 1 (no-responses)',
    ]);
  });
});
