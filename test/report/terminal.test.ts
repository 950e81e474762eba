import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { plainPaint } from '../../src/report/paint.js';
import { terminalReport } from '../../src/report/terminal.js';
import { absent, made, madeInput, typicalComparisons } from './made-analysis.js';

const at100 = { paint: plainPaint, columns: 100 };
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
      [2] time to first byte, p50: not measured: no stream slice was good (after)
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
      Noise      not calibrated for this machine: npx lotus-bench calibrate browsing --profile standard
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
      [2] time to first byte, p50: not measured: no stream slice was good (after)
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
      Noise      not calibrated for this machine: npx lotus-bench calibrate browsing
                 --profile standard
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

  it('has one block for each arm that is held against the reference', () => {
    const ofDefault = made({
      ...{ metric: 'startupMs', before: 512, after: 530, outcome: 'regressed', interval: [1.01, 1.06] },
      armName: 'default',
    });
    const comparisons = [ofDefault, ...typicalComparisons.slice(0, 2)];
    const report = terminalReport(madeInput({ armNames: ['before', 'default', 'after'], comparisons }), at100);
    expect(report.slice(0, report.indexOf('Verdict'))).toMatchInlineSnapshot(`
      "default starts 3.5 % later (+1.0 % … +6.0 %).
      after starts 31 % sooner (−38 % … −22 %).

      browsing: default and after against before, 12 rounds

      default against before

                    before  default  change         interval  outcome      promised
      Start-up
        start-up *  512 ms   530 ms  +3.5 %  +1.0 % … +6.0 %  ✗ regressed  40 % faster

      Endpoints, p50   before  default  change  answers
      list            2.41 ms  2.05 ms   −15 %   24,080
      detail           940 µs   955 µs  +1.6 %   48,620

      after against before

                      before    after  change         interval  outcome          promised
      Start-up
        start-up *    512 ms   353 ms   −31 %    −38 % … −22 %  ✓ improved       40 % faster
          Node boot  41.2 ms  41.4 ms  +0.5 %  −1.9 % … +2.4 %  = no difference

      Endpoints, p50   before    after  change  answers
      list            2.41 ms  2.05 ms   −15 %   24,080
      detail           940 µs   955 µs  +1.6 %   48,620

      * judged by the verdict; the other metrics are information. Values are medians over 12 rounds;
        intervals allow for every look.

      "
    `);
  });

  it('shows an invalid arm as invalid, with no figures that could look fast', () => {
    const reason = '12 of 400 requests failed; the first: detail answered 500';
    const invalid = (['startupMs', 'latencyP50Us', 'throughputPerSecond'] as const).map((metric) =>
      made({ metric, before: 500, after: absent(reason), outcome: 'invalid', reason }),
    );
    const errors = made({ metric: 'errorShare', before: 0, after: 0.03, outcome: 'invalid', reason });
    const report = terminalReport(
      madeInput({
        comparisons: [...invalid, errors],
        analysis: {
          invalidTrials: Array.from({ length: 7 }, (_, roundIndex) => ({
            ...{ roundIndex, armName: 'after', reason: 'wrong-answers', detail: reason },
          })),
        },
        verdict: { state: 'invalid', sentence: 'after answered wrongly.' },
      }),
      at100,
    );
    expect(report.slice(0, report.indexOf('Database '))).toMatchInlineSnapshot(`
      "after is invalid and was not compared: 12 of 400 requests failed; the first: detail answered 500.

      browsing: after against before, 12 rounds

                             before  after  change  interval  outcome
      Errors
        failed requests [1]     0 %    3 %   +3 pp         —  ! invalid

      [1] failed requests: 12 of 400 requests failed; the first: detail answered 500
      Not measured: start-up, p50, requests per second (12 of 400 requests failed; the first: detail
          answered 500).

      Values are medians over 12 rounds; intervals allow for every look.

      Verdict: after answered wrongly.

      Warnings
      - round 1, after: wrong-answers: 12 of 400 requests failed; the first: detail answered 500
      - round 2, after: wrong-answers: 12 of 400 requests failed; the first: detail answered 500
      - round 3, after: wrong-answers: 12 of 400 requests failed; the first: detail answered 500
      - round 4, after: wrong-answers: 12 of 400 requests failed; the first: detail answered 500
      - round 5, after: wrong-answers: 12 of 400 requests failed; the first: detail answered 500
      - 2 further invalid trials in record.json

      "
    `);
  });

  it('says that nothing was measured, with the conditions and without a table', () => {
    const report = terminalReport(
      madeInput({
        comparisons: [],
        record: {
          end: { state: 'failed', detail: 'no database: MONGOMS_SYSTEM_BINARY is not a mongod' },
          ...{ database: undefined, pilot: undefined, rounds: [], seeds: [] },
        },
        analysis: { classes: [], roundsUsed: 0, roundsRedone: 0, look: undefined },
        verdict: { state: 'undecided', sentence: 'there is nothing to judge.' },
      }),
      at100,
    );
    expect(report).toMatchInlineSnapshot(`
      "Nothing was measured: no database: MONGOMS_SYSTEM_BINARY is not a mongod.

      browsing: after against before, 0 rounds (failed)

      Verdict: there is nothing to judge.

      Database   none came up
      Scenario   browsing: visitors list, search, open and like videos
      Arms       before; after
      Rounds     0 used; no look was reached (looks at 8, 12, 16); profile standard
      Alpha      0.05 for the verdict, 0.0125 for each metric that it is about
      Noise      not calibrated for this machine: npx lotus-bench calibrate browsing --profile standard
      Load       open loop: rate not settled; closed loop with 10 connections; 4 streams
      Warm-up    none was measured
      Quietness  not measured: there was no round
      Data       no data set
      Machine    Node v20.20.2, 2 cores, Example CPU, 8 GiB, linux 6.1.0
      Order      no round was begun
      Run        2026-01-01T00-00-00-browsing, seed 42, 3 min 20 s; ended: failed, no database:
                 MONGOMS_SYSTEM_BINARY is not a mongod
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
        'Database   embedded-mongo 7.0.14, a stand-in for mongod in memory. For the real one: put mongod on the PATH,',
        '           set MONGOMS_SYSTEM_BINARY, or add --db download',
        'Scenario ',
      ].join('\n'),
    );
  });

  it('prints broken and undecided findings under the verdict', () => {
    const [comparison] = typicalComparisons;
    if (!comparison) throw new Error('the fixture is empty');
    const report = terminalReport(
      madeInput({
        verdict: {
          state: 'regressed',
          sentence: 'after regressed.',
          findings: [
            { comparison, state: 'met', message: 'start-up is fine' },
            { comparison, state: 'broken', message: 'p50 rose 12 %, 5 % is allowed' },
            { comparison, state: 'undecided', message: 'RSS is open' },
          ],
        },
      }),
      at100,
    );
    expect(report).toContain('Verdict: after regressed.\n- p50 rose 12 %, 5 % is allowed\n- RSS is open\n');
    expect(report).not.toContain('start-up is fine');
  });
});

describe('colour', () => {
  const tagged = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
  const hostile = 'server said \u001b[31mred\u001b[0m \u001b]0;title\u0007 and left';

  it('never leaks: plain paint gives plain text, whatever servers wrote', () => {
    const input = madeInput({ record: { warnings: [hostile] }, verdict: { sentence: hostile } });
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
