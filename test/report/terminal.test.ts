import { describe, expect, it } from 'vitest';
import { plainPaint } from '../../src/report/paint.js';
import { terminalReport } from '../../src/report/terminal.js';
import { madeInput } from './made-analysis.js';

const lines = (text: string) => text.split('\n');

describe('the terminal report', () => {
  it('says what happened first, then shows it: the whole report at 100 columns', () => {
    expect(terminalReport(madeInput(), { paint: plainPaint, columns: 100 })).toMatchInlineSnapshot(`
      "after starts 31 % sooner (−38 % … −22 %), answers 12 % faster at p50 (−16 % … −8 %), handles 22 %
        more requests per second and gets its database answers 14 times faster; memory: no difference; CPU
        per request could not be decided.

      browsing: after against before, 12 rounds

                                before     after  change         interval  outcome          promised
      Start-up
        start-up *              512 ms    353 ms   −31 %    −38 % … −22 %  ✓ improved       40 % faster
          Node boot            41.2 ms   41.4 ms  +0.5 %  −1.9 % … +2.4 %  = no difference
          modules loaded        221 ms    139 ms   −37 %    −42 % … −31 %  ✓ improved
      Latency
        mean                   2.31 ms   2.04 ms   −12 %     −15 % … −7 %  ✓ improved       42 % lower
        p50 *                  1.82 ms   1.60 ms   −12 %     −16 % … −8 %  ✓ improved
        p95 [1]                5.21 ms   4.98 ms  −4.4 %    −19 % … +12 %  ? inconclusive
      Throughput
        requests per second    1,204/s   1,466/s   +22 %    +16 % … +28 %  ✓ improved       50 % higher
      Memory
        RSS *                 98.4 MiB  97.9 MiB  −0.5 %  −1.2 % … +0.3 %  = no difference  30 % lower
      Database
        database query, mean  10.40 ms   0.72 ms   −93 %    −94 % … −92 %  ✓ improved       100x faster
        database connections      1.42         0  −100 %                —  ✓ improved
          opened per request
      CPU
        CPU per                 812 µs    790 µs  −2.7 %  −7.0 % … +1.0 %  ? inconclusive
          request * [1]
        write calls per          1.000     0.020   −98 %            exact  ✓ improved       50x fewer
          request                                                                           write calls
      Streaming
        time to first byte,    3.10 ms         —       —                —  – not measured
          p50 [2]
      Errors
        failed requests            0 %       0 %     0 %                —  = no difference

      [1] p95, CPU per request: the interval holds both a gain and a loss
      [2] time to first byte, p50: not measured for after: no stream slice was good
      Not measured: p99 (4,100 requests per round, it takes 10,000).
      Smallest change that could have been called: p95 ±18 %, CPU per request ±4.1 %.

      Endpoints, p50   before    after  change  answers
      list            2.41 ms  2.05 ms   −15 %   24,080
      detail           940 µs   955 µs  +1.6 %   48,620

      * judged by the verdict; the other metrics are information. Values are medians over 12 rounds;
        intervals allow for every look.

      Verdict: CPU per request could not be decided.

      Database   mongod 8.0.4 (found on the PATH), files in memory (tmpfs)
      Scenario   browsing: visitors list, search, open and like videos
      Arms       before; after
      Rounds     12 used, 1 redone because the machine was busy; judged at the look after 12 (looks at 8,
                 12, 16); profile standard
      Alpha      0.05 for the verdict, 0.0125 for each metric that it is about
      Load       open loop at 480/s; closed loop with 10 connections; 4 streams
      Warm-up    steady in 5 of 6 trials
      Quietness  other programs 12 % of a core (at most 31 %); waiting for CPU 3 % of the time (at most
                 8 %); stolen not measured: this platform does not tell
      Data       the same for every arm, checksum c0ffee
      Machine    Node v20.20.2, 2 cores, Example CPU, 8 GiB, linux 6.1.0
      Order      AB BA AB (A before, B after)
      Run        2026-01-01T00-00-00-browsing, seed 42, 3 min 20 s
      "
    `);
  });

  it('at 80 columns puts the promises under their rows', () => {
    expect(terminalReport(madeInput(), { paint: plainPaint, columns: 80 })).toMatchInlineSnapshot(`
      "after starts 31 % sooner (−38 % … −22 %), answers 12 % faster at p50
        (−16 % … −8 %), handles 22 % more requests per second and gets its database
        answers 14 times faster; memory: no difference; CPU per request could not be
        decided.

      browsing: after against before, 12 rounds

                         before     after  change         interval  outcome
      Start-up
        start-up *       512 ms    353 ms   −31 %    −38 % … −22 %  ✓ improved
          → promised: 40 % faster
          Node boot     41.2 ms   41.4 ms  +0.5 %  −1.9 % … +2.4 %  = no difference
          modules        221 ms    139 ms   −37 %    −42 % … −31 %  ✓ improved
            loaded
      Latency
        mean            2.31 ms   2.04 ms   −12 %     −15 % … −7 %  ✓ improved
          → promised: 42 % lower
        p50 *           1.82 ms   1.60 ms   −12 %     −16 % … −8 %  ✓ improved
        p95 [1]         5.21 ms   4.98 ms  −4.4 %    −19 % … +12 %  ? inconclusive
      Throughput
        requests per    1,204/s   1,466/s   +22 %    +16 % … +28 %  ✓ improved
          second
          → promised: 50 % higher
      Memory
        RSS *          98.4 MiB  97.9 MiB  −0.5 %  −1.2 % … +0.3 %  = no difference
          → promised: 30 % lower
      Database
        database       10.40 ms   0.72 ms   −93 %    −94 % … −92 %  ✓ improved
          query, mean
          → promised: 100x faster
        database           1.42         0  −100 %                —  ✓ improved
          connections
          opened per
          request
      CPU
        CPU per          812 µs    790 µs  −2.7 %  −7.0 % … +1.0 %  ? inconclusive
          request *
          [1]
        write calls       1.000     0.020   −98 %            exact  ✓ improved
          per request
          → promised: 50x fewer write calls
      Streaming
        time to first   3.10 ms         —       —                —  – not measured
          byte,
          p50 [2]
      Errors
        failed              0 %       0 %     0 %                —  = no difference
          requests

      [1] p95, CPU per request: the interval holds both a gain and a loss
      [2] time to first byte, p50: not measured for after: no stream slice was good
      Not measured: p99 (4,100 requests per round, it takes 10,000).
      Smallest change that could have been called: p95 ±18 %, CPU per request ±4.1 %.

      Endpoints, p50   before    after  change  answers
      list            2.41 ms  2.05 ms   −15 %   24,080
      detail           940 µs   955 µs  +1.6 %   48,620

      * judged by the verdict; the other metrics are information. Values are medians
        over 12 rounds; intervals allow for every look.

      Verdict: CPU per request could not be decided.

      Database   mongod 8.0.4 (found on the PATH), files in memory (tmpfs)
      Scenario   browsing: visitors list, search, open and like videos
      Arms       before; after
      Rounds     12 used, 1 redone because the machine was busy; judged at the look
                 after 12 (looks at 8, 12, 16); profile standard
      Alpha      0.05 for the verdict, 0.0125 for each metric that it is about
      Load       open loop at 480/s; closed loop with 10 connections; 4 streams
      Warm-up    steady in 5 of 6 trials
      Quietness  other programs 12 % of a core (at most 31 %); waiting for CPU 3 % of
                 the time (at most 8 %); stolen not measured: this platform does not
                 tell
      Data       the same for every arm, checksum c0ffee
      Machine    Node v20.20.2, 2 cores, Example CPU, 8 GiB, linux 6.1.0
      Order      AB BA AB (A before, B after)
      Run        2026-01-01T00-00-00-browsing, seed 42, 3 min 20 s
      "
    `);
  });

  it('at 60 columns puts intervals and outcomes there too', () => {
    const report = terminalReport(madeInput(), { paint: plainPaint, columns: 60 });
    expect(report.slice(0, report.indexOf('[1] p95'))).toMatchInlineSnapshot(`
      "after starts 31 % sooner (−38 % … −22 %), answers 12 %
        faster at p50 (−16 % … −8 %), handles 22 % more requests
        per second and gets its database answers 14 times faster;
        memory: no difference; CPU per request could not be
        decided.

      browsing: after against before, 12 rounds

                                   before     after  change
      Start-up
        start-up *                 512 ms    353 ms   −31 %  ✓
          → improved; −38 % … −22 %; promised: 40 % faster
          Node boot               41.2 ms   41.4 ms  +0.5 %  =
          → no difference; −1.9 % … +2.4 %
          modules loaded           221 ms    139 ms   −37 %  ✓
          → improved; −42 % … −31 %
      Latency
        mean                      2.31 ms   2.04 ms   −12 %  ✓
          → improved; −15 % … −7 %; promised: 42 % lower
        p50 *                     1.82 ms   1.60 ms   −12 %  ✓
          → improved; −16 % … −8 %
        p95 [1]                   5.21 ms   4.98 ms  −4.4 %  ?
          → inconclusive; −19 % … +12 %
      Throughput
        requests per second       1,204/s   1,466/s   +22 %  ✓
          → improved; +16 % … +28 %; promised: 50 % higher
      Memory
        RSS *                    98.4 MiB  97.9 MiB  −0.5 %  =
          → no difference; −1.2 % … +0.3 %; promised: 30 % lower
      Database
        database query, mean     10.40 ms   0.72 ms   −93 %  ✓
          → improved; −94 % … −92 %; promised: 100x faster
        database connections         1.42         0  −100 %  ✓
          opened per request
          → improved
      CPU
        CPU per request * [1]      812 µs    790 µs  −2.7 %  ?
          → inconclusive; −7.0 % … +1.0 %
        write calls per request     1.000     0.020   −98 %  ✓
          → improved; exact; promised: 50x fewer write calls
      Streaming
        time to first byte,       3.10 ms         —       —  –
          p50 [2]
          → not measured
      Errors
        failed requests               0 %       0 %     0 %  =
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
});
