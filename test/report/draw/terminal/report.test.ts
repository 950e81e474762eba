import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { metricIds, metricOf } from '../../../../src/model/metrics.js';
import { plainPaint } from '../../../../src/report/draw/paint.js';
import { terminalReport } from '../../../../src/report/draw/terminal/report.js';
import { madeInvalid } from '../../../stats/made-record.js';
import { absent, made, madeInput, phases, typicalComparisons } from '../../made-analysis.js';

const at100 = { paint: plainPaint, columns: 100 };
const lines = (text: string) => text.split('\n');

describe('the terminal report', () => {
  it('says the verdict and what was found first, then shows it: the whole report at 100 columns', () => {
    expect(terminalReport(madeInput(), { paint: plainPaint, columns: 100 })).toMatchInlineSnapshot(`
      "Passed: after starts 31 % faster and responds 12 % faster; memory shows no difference; throughput
        shows no regression; CPU per request could not be decided.
      after: endpoints that changed: list (−15 %).

      browsing: after against before, 12 rounds, profile standard

                            before     after  change         interval  outcome          rules out  limit
      Judged metrics
        start-up            512 ms    353 ms   −31 %    −38 % … −22 %  ✓ improved             any    5 %
          → promised: 40 % faster
        response time      1.82 ms   1.60 ms   −12 %     −16 % … −8 %  ✓ improved             any    3 %
          → promised: 42 % lower
        requests per       1,204/s   1,226/s  +1.8 %  −2.0 % … +7.0 %  ≤ no regression    > 3.1 %    5 %
          second
          → promised: 50 % higher
        memory in use     98.4 MiB  97.9 MiB  −0.5 %  −1.2 % … +0.3 %  = no difference    > 0.2 %    3 %
          after GC
        CPU per             812 µs    790 µs  −2.7 %  −7.0 % … +1.0 %  ? inconclusive     > 4.8 %    3 %
          request [1]
      Promised, not judged
        RSS                161 MiB   158 MiB  −1.9 %                —  = no difference
          → promised: 30 % lower
        database query,   10.40 ms   0.72 ms   −93 %    −94 % … −92 %  ✓ improved
          mean
          → promised: 100x faster
        writes to stdout     1.000     0.020   −98 %            exact  ✓ improved
          and stderr per
          request
          → promised: 50x fewer write calls
      Start-up phases
        Node boot          41.2 ms   41.4 ms  +0.5 %  −1.9 % … +2.4 %  = no difference
        modules loaded      221 ms    139 ms   −37 %    −42 % … −31 %  ✓ improved
      Response time, one request at a time
        response time,     1.71 ms   1.50 ms   −12 %     −17 % … −7 %  ✓ improved
          p50
        response time,     5.21 ms   4.98 ms  −4.4 %    −19 % … +12 %  ? inconclusive
          p95 [2]
      Latency under load
        p50 under load     2.31 ms   2.04 ms   −12 %     −15 % … −7 %  ✓ improved
      Database
        database              1.42         0  −100 %                —  ✓ improved
          connections
          opened per
          request
      Streaming
        time to first      3.10 ms         —       —                —  – not measured
          byte, p50 [3]
      Errors
        failed requests        0 %       0 %     0 %                —  = no difference

      [1] CPU per request: 12 rounds; could detect 4.1 %; about 22 rounds would decide
      [2] response time, p95: 12 rounds; could detect 18 %
      [3] time to first byte, p50: not measured: no stream slice was good (after)
      Not measured: p99 under load (4,100 requests per round, it takes 10,000).

      Endpoints   before    after  change         interval     turns
      list       2.41 ms  2.05 ms   −15 %    −18 % … −12 %  ✓    960
      detail      940 µs   955 µs  +1.6 %  −1.4 % … +4.6 %     1,920

      Values are medians over 12 rounds. Intervals are for each metric by itself (95 %), and hold at every
        look; whether a judged metric improved or regressed comes from one joint test of them all. "Rules
        out" is the smallest regression that can be excluded, "limit" the smallest one to catch. Endpoints
        are response times, one request at a time.
      Leaks: none found in before and after: what is kept of a request is at most 90 B.

      Database       mongod 8.0.4 (found on the PATH), files in memory (tmpfs)
      Scenario       browsing: visitors list, search, open and like videos
      Arms           before (setting before), after (setting after)
      Rounds         12 used, 1 redone because the machine was busy; judged at the look after 12 (looks at
                     8, 12, 16); profile standard
      Alpha          5 % for any false "improved" or "regressed" over 5 judged metrics and all looks
      Calibration    none for this machine; make one with npx lotus-bench calibrate browsing --profile
                     standard
      Load           300 turns; closed loop over 10 connections, 6 × 360 requests; open loop at 480/s, 4 ×
                     600 ms
      Warm-up        400 turns, at most 800; steady in 5 of 6 trials
      Machine noise  other programs 12 % of a core (at most 31 %); waiting for CPU 3 % of the time (at
                     most 8 %); CPU steal not measured: this platform does not tell
      Data           the same for every arm, checksum c0ffee
      Machine        Node v20.20.2, 2 cores, Example CPU, 8 GiB, linux 6.1.0
      Order          AB BA AB (A before, B after)
      Run            2026-01-01T00-00-00-browsing, seed 42, 3 min 20 s
      "
    `);
  });

  it('at 80 columns puts limits and promises under their rows', () => {
    expect(terminalReport(madeInput(), { paint: plainPaint, columns: 80 })).toMatchInlineSnapshot(`
      "Passed: after starts 31 % faster and responds 12 % faster; memory shows no
        difference; throughput shows no regression; CPU per request could not be
        decided.
      after: endpoints that changed: list (−15 %).

      browsing: after against before, 12 rounds, profile standard

                          before     after  change         interval  outcome
      Judged metrics
        start-up          512 ms    353 ms   −31 %    −38 % … −22 %  ✓ improved
          → rules out any regression (limit 5 %); promised: 40 % faster
        response time    1.82 ms   1.60 ms   −12 %     −16 % … −8 %  ✓ improved
          → rules out any regression (limit 3 %); promised: 42 % lower
        requests per     1,204/s   1,226/s  +1.8 %  −2.0 % … +7.0 %  ≤ no regression
          second
          → rules out a regression above 3.1 % (limit 5 %); promised: 50 % higher
        memory in use   98.4 MiB  97.9 MiB  −0.5 %  −1.2 % … +0.3 %  = no difference
          after GC
          → rules out a regression above 0.2 % (limit 3 %)
        CPU per           812 µs    790 µs  −2.7 %  −7.0 % … +1.0 %  ? inconclusive
          request [1]
          → rules out a regression above 4.8 % (limit 3 %)
      Promised, not judged
        RSS              161 MiB   158 MiB  −1.9 %                —  = no difference
          → promised: 30 % lower
        database        10.40 ms   0.72 ms   −93 %    −94 % … −92 %  ✓ improved
          query, mean
          → promised: 100x faster
        writes to          1.000     0.020   −98 %            exact  ✓ improved
          stdout and
          stderr per
          request
          → promised: 50x fewer write calls
      Start-up phases
        Node boot        41.2 ms   41.4 ms  +0.5 %  −1.9 % … +2.4 %  = no difference
        modules loaded    221 ms    139 ms   −37 %    −42 % … −31 %  ✓ improved
      Response time, one request at a time
        response time,   1.71 ms   1.50 ms   −12 %     −17 % … −7 %  ✓ improved
          p50
        response time,   5.21 ms   4.98 ms  −4.4 %    −19 % … +12 %  ? inconclusive
          p95 [2]
      Latency under load
        p50 under load   2.31 ms   2.04 ms   −12 %     −15 % … −7 %  ✓ improved
      Database
        database            1.42         0  −100 %                —  ✓ improved
          connections
          opened per
          request
      Streaming
        time to first    3.10 ms         —       —                —  – not measured
          byte,
          p50 [3]
      Errors
        failed               0 %       0 %     0 %                —  = no difference
          requests

      [1] CPU per request: 12 rounds; could detect 4.1 %; about 22 rounds would decide
      [2] response time, p95: 12 rounds; could detect 18 %
      [3] time to first byte, p50: not measured: no stream slice was good (after)
      Not measured: p99 under load (4,100 requests per round, it takes 10,000).

      Endpoints   before    after  change         interval     turns
      list       2.41 ms  2.05 ms   −15 %    −18 % … −12 %  ✓    960
      detail      940 µs   955 µs  +1.6 %  −1.4 % … +4.6 %     1,920

      Values are medians over 12 rounds. Intervals are for each metric by itself
        (95 %), and hold at every look; whether a judged metric improved or regressed
        comes from one joint test of them all. "Rules out" is the smallest regression
        that can be excluded, "limit" the smallest one to catch. Endpoints are
        response times, one request at a time.
      Leaks: none found in before and after: what is kept of a request is at most
        90 B.

      Database       mongod 8.0.4 (found on the PATH), files in memory (tmpfs)
      Scenario       browsing: visitors list, search, open and like videos
      Arms           before (setting before), after (setting after)
      Rounds         12 used, 1 redone because the machine was busy; judged at the
                     look after 12 (looks at 8, 12, 16); profile standard
      Alpha          5 % for any false "improved" or "regressed" over 5 judged metrics
                     and all looks
      Calibration    none for this machine; make one with npx lotus-bench calibrate
                     browsing --profile standard
      Load           300 turns; closed loop over 10 connections, 6 × 360 requests;
                     open loop at 480/s, 4 × 600 ms
      Warm-up        400 turns, at most 800; steady in 5 of 6 trials
      Machine noise  other programs 12 % of a core (at most 31 %); waiting for CPU 3 %
                     of the time (at most 8 %); CPU steal not measured: this platform
                     does not tell
      Data           the same for every arm, checksum c0ffee
      Machine        Node v20.20.2, 2 cores, Example CPU, 8 GiB, linux 6.1.0
      Order          AB BA AB (A before, B after)
      Run            2026-01-01T00-00-00-browsing, seed 42, 3 min 20 s
      "
    `);
  });

  it('at 60 columns puts intervals and outcomes there too', () => {
    const report = terminalReport(madeInput(), { paint: plainPaint, columns: 60 });
    expect(report.slice(0, report.indexOf('[1] CPU'))).toMatchInlineSnapshot(`
      "Passed: after starts 31 % faster and responds 12 % faster;
        memory shows no difference; throughput shows no
        regression; CPU per request could not be decided.
      after: endpoints that changed: list (−15 %).

      browsing: after against before, 12 rounds, profile standard

                                  before     after   change
      Judged metrics
        start-up                  512 ms    353 ms    −31 %  ✓
          → improved; −38 % … −22 %; rules out any regression
          → (limit 5 %); promised: 40 % faster
        response time            1.82 ms   1.60 ms    −12 %  ✓
          → improved; −16 % … −8 %; rules out any regression
          → (limit 3 %); promised: 42 % lower
        requests per second      1,204/s   1,226/s   +1.8 %  ≤
          → no regression; −2.0 % … +7.0 %; rules out a regression
          → above 3.1 % (limit 5 %); promised: 50 % higher
        memory in use after GC  98.4 MiB  97.9 MiB   −0.5 %  =
          → no difference; −1.2 % … +0.3 %; rules out a regression
          → above 0.2 % (limit 3 %)
        CPU per request [1]       812 µs    790 µs   −2.7 %  ?
          → inconclusive; −7.0 % … +1.0 %; rules out a regression
          → above 4.8 % (limit 3 %)
      Promised, not judged
        RSS                      161 MiB   158 MiB   −1.9 %  =
          → no difference; promised: 30 % lower
        database query, mean    10.40 ms   0.72 ms    −93 %  ✓
          → improved; −94 % … −92 %; promised: 100x faster
        writes to stdout and       1.000     0.020    −98 %  ✓
          stderr per request
          → improved; exact; promised: 50x fewer write calls
      Start-up phases
        Node boot                41.2 ms   41.4 ms   +0.5 %  =
          → no difference; −1.9 % … +2.4 %
        modules loaded            221 ms    139 ms    −37 %  ✓
          → improved; −42 % … −31 %
      Response time, one request at a time
        response time, p50       1.71 ms   1.50 ms    −12 %  ✓
          → improved; −17 % … −7 %
        response time, p95 [2]   5.21 ms   4.98 ms   −4.4 %  ?
          → inconclusive; −19 % … +12 %
      Latency under load
        p50 under load           2.31 ms   2.04 ms    −12 %  ✓
          → improved; −15 % … −7 %
      Database
        database connections        1.42         0   −100 %  ✓
          opened per request
          → improved
      Streaming
        time to first byte,      3.10 ms         —        —  –
          p50 [3]
          → not measured
      Errors
        failed requests              0 %       0 %      0 %  =
          → no difference

      "
    `);
  });

  it.each([60, 72, 80, 93, 100, 120, 200])('never writes a line wider than %i columns', (columns) => {
    const report = terminalReport(madeInput(), { paint: plainPaint, columns });
    expect(lines(report).filter((line) => line.length > columns)).toEqual([]);
  });

  it('leaves no blanks at the end of a line', () => {
    const report = terminalReport(madeInput(), { paint: plainPaint, columns: 100 });
    expect(lines(report).filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  it('has one block for each arm that is held against the reference', () => {
    const ofDefault = made({
      ...{ metric: 'startupMs', before: 512, after: 530, outcome: 'regressed', interval: [1.01, 1.06] },
      armName: 'default',
    });
    const comparisons = [ofDefault, ...typicalComparisons.slice(0, 2)];
    const report = terminalReport(madeInput({ armNames: ['before', 'default', 'after'], comparisons }), at100);
    expect(report.slice(0, report.indexOf('Database '))).toMatchInlineSnapshot(`
      "Regressed: default starts 3.5 % slower; after starts 31 % faster.
      default: endpoints that changed: list (−15 %).
      after: endpoints that changed: list (−15 %).

      browsing: default and after against before, 12 rounds, profile standard

      default against before

                  before  default  change         interval  outcome      rules out  limit
      Judged metrics
        start-up  512 ms   530 ms  +3.5 %  +1.0 % … +6.0 %  ✗ regressed          —    5 %
          → promised: 40 % faster

      Endpoints   before  default  change         interval     turns
      list       2.41 ms  2.05 ms   −15 %    −18 % … −12 %  ✓    960
      detail      940 µs   955 µs  +1.6 %  −1.4 % … +4.6 %     1,920

      after against before

                    before    after  change         interval  outcome          rules out  limit
      Judged metrics
        start-up    512 ms   353 ms   −31 %    −38 % … −22 %  ✓ improved             any    5 %
          → promised: 40 % faster
      Start-up phases
        Node boot  41.2 ms  41.4 ms  +0.5 %  −1.9 % … +2.4 %  = no difference

      Endpoints   before    after  change         interval     turns
      list       2.41 ms  2.05 ms   −15 %    −18 % … −12 %  ✓    960
      detail      940 µs   955 µs  +1.6 %  −1.4 % … +4.6 %     1,920

      Values are medians over 12 rounds. Intervals are for each metric by itself (95 %), and hold at every
        look; whether a judged metric improved or regressed comes from one joint test of them all. "Rules
        out" is the smallest regression that can be excluded, "limit" the smallest one to catch. Endpoints
        are response times, one request at a time.
      Leaks: none found in before and default: what is kept of a request is at most 90 B.
      Leaks: none found in before and after: what is kept of a request is at most 90 B.

      "
    `);
  });

  it('shows an invalid arm as invalid, with no figures that could look fast', () => {
    const reason = '12 of 400 requests failed; the first: detail (GET /1): expected status 200, got 500';
    const request = { className: 'detail', method: 'GET', path: '/1' };
    const first = { request, fault: { kind: 'status', expected: 200, got: 500 } } as const;
    const failure = {
      kind: 'wrong-answers',
      cause: { kind: 'failed-requests', failureCount: 12, requestCount: 400, first },
    } as const;
    const invalid = (['startupMs', 'responseTimeUs', 'throughputPerSecond'] as const).map((metric) =>
      made({ metric, before: 500, after: absent(reason), outcome: 'invalid', reason }),
    );
    const errors = made({ metric: 'errorShare', before: 0, after: 0.03, outcome: 'invalid', reason });
    const report = terminalReport(
      madeInput({
        comparisons: [...invalid, errors],
        analysis: {
          invalidTrials: Array.from({ length: 7 }, (_, roundIndex) => ({
            ...{ roundIndex, armName: 'after', failure },
          })),
        },
      }),
      at100,
    );
    expect(report.split(reason)).toHaveLength(2);
    expect(report.slice(0, report.indexOf('Database '))).toMatchInlineSnapshot(`
      "Invalid: 12 of 400 requests failed; the first: detail (GET /1): expected status 200, got 500.

      browsing: after against before, 12 rounds, profile standard

                         before  after  change  interval  outcome
      Errors
        failed requests     0 %    3 %   +3 pp         —  ! invalid

      Values are medians over 12 rounds. Intervals are for each metric by itself (95 %), and hold at every
        look; whether a judged metric improved or regressed comes from one joint test of them all. "Rules
        out" is the smallest regression that can be excluded, "limit" the smallest one to catch. Endpoints
        are response times, one request at a time.
      Leaks: none found in before and after: what is kept of a request is at most 90 B.

      Warnings
      - after was invalid in rounds 1, 2, 3, 4, 5, 6 and 7 (wrong-answers)

      "
    `);
  });

  it('says that nothing was measured, with the conditions and without a table', () => {
    const report = terminalReport(
      madeInput({
        comparisons: [],
        record: {
          end: {
            state: 'failed',
            reason: { kind: 'error', message: 'no database: MONGOMS_SYSTEM_BINARY is not a mongod' },
          },
          ...{ database: undefined, pilot: undefined, rounds: [], seeds: [] },
        },
        analysis: { classes: [], roundsUsed: 0, roundsRedone: 0, look: undefined },
      }),
      at100,
    );
    expect(report).toMatchInlineSnapshot(`
      "Undecided: no gate metric was judged.
      Nothing was measured: no database: MONGOMS_SYSTEM_BINARY is not a mongod.

      browsing: after against before, 0 rounds, profile standard (failed)

      Leaks: none found in before and after: what is kept of a request is at most 90 B.

      Database       none came up
      Scenario       browsing: visitors list, search, open and like videos
      Arms           before (setting before), after (setting after)
      Rounds         0 used; no look was reached (looks at 8, 12, 16); profile standard
      Alpha          5 % for any false "improved" or "regressed" over 5 judged metrics and all looks
      Calibration    none for this machine; make one with npx lotus-bench calibrate browsing --profile
                     standard
      Load           300 turns; closed loop over 10 connections, 6 × 300 ms; open loop, rate not settled,
                     4 × 600 ms
      Warm-up        none was measured
      Machine noise  not measured: there was no round
      Data           no data set
      Machine        Node v20.20.2, 2 cores, Example CPU, 8 GiB, linux 6.1.0
      Order          no round was started
      Run            2026-01-01T00-00-00-browsing, seed 42, 3 min 20 s; ended: failed
      "
    `);
  });

  it('names the stand-in for what it is, and how to get the real database', () => {
    const database = {
      kind: 'embedded',
      version: '7.0.14',
      source: 'bin/embedded-mongo.js',
      storage: 'memory',
    } as const;
    const report = terminalReport(madeInput({ record: { database } }), { paint: plainPaint, columns: 110 });
    expect(report).toContain(
      [
        'Database       embedded-mongo 7.0.14, a stand-in for mongod in memory. For the real one: put mongod on the',
        '               PATH, set MONGOMS_SYSTEM_BINARY, or add --db download',
        'Scenario ',
      ].join('\n'),
    );
  });

  it('of a failed run tells the reason once, not once for each metric', () => {
    const reason = 'the after server exited with code 3 before it was ready';
    const trial = madeInvalid('after', 'not-ready');
    const none = { before: absent(reason), after: absent(reason), outcome: 'not measured', reason } as const;
    const report = terminalReport(
      madeInput({
        comparisons: metricIds.map((metric) => made({ metric, ...none })),
        record: { end: { state: 'failed', reason: { kind: 'arm-failed', trial } }, rounds: [] },
        analysis: { classes: [], roundsUsed: 0, roundsRedone: 0, look: undefined },
        verdict: { state: 'undecided', findings: [] },
      }),
      at100,
    );
    expect(report.split(reason)).toHaveLength(2);
    expect(report.slice(0, report.indexOf('Database'))).toMatchInlineSnapshot(`
      "Undecided: no gate metric was judged.
      Nothing was measured: the after server exited with code 3 before it was ready.

      browsing: after against before, 0 rounds, profile standard (failed)

      Leaks: none found in before and after: what is kept of a request is at most 90 B.

      "
    `);
  });

  it('of the quick profile says what it leaves out, once, and that its servers are young', () => {
    const noLoop = 'the profile has no open loop';
    const none = { before: absent(noLoop), after: absent(noLoop), outcome: 'not measured', reason: noLoop } as const;
    const underLoad = metricIds.filter((metric) => metricOf(metric).group === 'latency under load');
    const { record } = madeInput();
    const profile = { ...record.plan.profile, name: 'quick', phases: [phases.turns, phases.closed] } as const;
    const report = terminalReport(
      madeInput({
        comparisons: [...typicalComparisons.slice(0, 1), ...underLoad.map((metric) => made({ metric, ...none }))],
        record: { plan: { ...record.plan, profile } },
        analysis: { classes: [] },
      }),
      at100,
    );
    expect(report.slice(0, report.indexOf('Database '))).toMatchInlineSnapshot(`
      "Passed: after starts 31 % faster.

      browsing: after against before, 12 rounds, profile quick

                  before   after  change       interval  outcome     rules out  limit  promised
      Judged metrics
        start-up  512 ms  353 ms   −31 %  −38 % … −22 %  ✓ improved        any    5 %  40 % faster

      Values are medians over 12 rounds. Intervals are for each metric by itself (95 %), and hold at every
        look; whether a judged metric improved or regressed comes from one joint test of them all. "Rules
        out" is the smallest regression that can be excluded, "limit" the smallest one to catch. Endpoints
        are response times, one request at a time.
      These are figures of early life, of servers that have run for seconds: --profile standard measures
        warm ones.
      Latency under load is not part of the quick profile: --profile standard measures it.
      Leaks: none found in before and after: what is kept of a request is at most 90 B.

      "
    `);
  });
});

describe('colour', () => {
  const tagged = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
  const hostile = 'server said \u001b[31mred\u001b[0m \u001b]0;title\u0007 and left';

  it('never leaks: plain paint gives plain text, whatever servers wrote', () => {
    const invalid = made({ metric: 'startupMs', before: 1, after: 1, outcome: 'invalid', reason: hostile });
    const input = madeInput({ record: { warnings: [{ kind: 'told', text: hostile }] }, comparisons: [invalid] });
    const report = terminalReport(input, at100);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(report.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g)).toBeNull();
    expect(report).toContain('- server said red and left');
  });

  it('is the only difference that paint makes', () => {
    const paint = {
      ...{ good: tagged('g'), bad: tagged('b'), warn: tagged('w'), dim: tagged('d'), bold: tagged('s') },
    };
    const input = madeInput();
    const wide = { columns: 400 };
    const painted = terminalReport(input, { paint, ...wide });
    const bare = painted.replace(/<\/?[gbwds]>/g, '').replace(/ {2,}/g, ' ');
    expect(bare).toBe(terminalReport(input, { paint: plainPaint, ...wide }).replace(/ {2,}/g, ' '));
    expect(painted).toContain('<g>✓ improved</g>');
    expect(painted).toContain('<w>? inconclusive</w>');
  });

  it('of a real terminal does not move the columns', () => {
    const ansi = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[39m`;
    const paint = { good: ansi(32), bad: ansi(31), warn: ansi(33), dim: ansi(90), bold: ansi(97) };
    const painted = stripVTControlCharacters(terminalReport(madeInput(), { paint, columns: 80 }));
    const trimmed = lines(painted).map((line) => line.trimEnd());
    expect(trimmed.join('\n')).toBe(terminalReport(madeInput(), { paint: plainPaint, columns: 80 }));
  });
});
