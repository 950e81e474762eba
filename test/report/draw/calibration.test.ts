import { describe, expect, it } from 'vitest';
import { calibrationMarkdown } from '../../../src/report/draw/markdown/calibration.js';
import { plainPaint } from '../../../src/report/draw/paint.js';
import { calibrationTerminal } from '../../../src/report/draw/terminal/calibration.js';
import { terminalReport } from '../../../src/report/draw/terminal/report.js';
import { calibrationJson } from '../../../src/report/export/json.js';
import { madeInput } from '../made-analysis.js';
import { madeCalibration, madeCalibrationInput } from '../made-calibration.js';

const at100 = { paint: plainPaint, columns: 100 };
const terminal = (given = {}, columns = 100) =>
  calibrationTerminal(madeCalibrationInput(given), { paint: plainPaint, columns });

describe('the report of a calibration', () => {
  it('says first what this machine can find, then shows its noise', () => {
    expect(terminal()).toMatchInlineSnapshot(`
      "This machine finds regressions from 4.1 % in start-up, 13 % in response time, 0.6 % in memory and
        2.1 % in CPU per request, within 16 rounds of the standard profile.
      Too noisy to judge by the limit of response time (3 %): --profile deep, a wider --limit or a quieter
        machine helps.

      Calibration, browsing: the same server (setting after) as a and b, 16 rounds

                                       noise   turn  process  finds  limit  passes by  bias p-value
      Start-up
        start-up *                     6.1 %      —    5.8 %  4.1 %    5 %         16          0.43
          modules loaded                 8 %      —    7.1 %  5.4 %   10 %          8          0.43
      Response time, one request at a time
        response time *                 18 %   21 %     11 %   13 %    3 %       > 16          0.43
      Memory
        memory in use after GC *       0.9 %      —    0.8 %  0.6 %    3 %          8         0.092
      Database
        database commands per request    0 %      —        —  exact  0.5 %          —             1
      CPU
        CPU per request *              3.1 %  6.4 %    1.8 %  2.1 %    3 %         16       < 0.001

      * judged by the verdict. noise: standard deviation of the change that a round shows between
        identical servers; turn: that of one turn, which more turns reduce; process: the part that they do
        not reduce; finds: the smallest regression that 16 rounds find four times in five; limit: the
        smallest one to catch; passes by: the round by which identical servers pass nine times in ten.

      - 1 of 3 rounds (33 %) redone because the machine was busy
      - 300 turns in a round: one request to each server
      - not measurable: p95 under load (needs 3,000 requests a round, had 2,310)
      - not measurable: p99 under load (needs 10,000 requests a round, had 2,310)

      Database       mongod 8.0.4 (found on the PATH), files in memory (tmpfs)
      Scenario       browsing: visitors list, search, open and like videos
      Load           300 turns; closed loop over 10 connections, 6 × 360 requests; open loop at 480/s, 4 ×
                     600 ms
      Warm-up        400 turns, at most 800; steady in 6 of 6 trials
      Machine noise  other programs 12 % of a core (at most 31 %); waiting for CPU 3 % of the time (at
                     most 8 %); CPU steal not measured: this platform does not tell
      Data           the same for every arm, checksum c0ffee
      Machine        Node v20.20.2, 2 cores, Example CPU, 8 GiB, linux 6.1.0
      Order          AB BA AB (A a, B b)
      Run            2026-01-01T00-00-00-browsing, seed 42, 3 min 20 s
      "
    `);
  });

  it.each([
    [80, /turn +process/],
    [60, /noise +finds/],
  ])('is no wider than a terminal of %d columns', (columns, heads) => {
    const report = terminal({}, columns);
    expect(Math.max(...report.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(columns);
    expect(report).toMatch(heads);
  });

  it('tells a failed calibration: names the metric, and says what to do, before all else', () => {
    const report = terminal({ biasedMetrics: ['cpuPerRequestUs'] });
    expect(report.split('\n').slice(0, 6)).toMatchInlineSnapshot(`
      [
        "Failed calibration: identical servers measured differently in CPU per request (+1.8 %, p < 0.001).",
        "Stop other programs on this machine and calibrate again. Until then --gate refuses these metrics:",
        "  judge by others with --metrics. If it persists on a quiet machine, it is a fault of lotus-bench:",
        "  please report it.",
        "This machine finds regressions from 4.1 % in start-up, 13 % in response time, 0.6 % in memory and",
        "  2.1 % in CPU per request, within 16 rounds of the standard profile.",
      ]
    `);
    expect(report).toMatch(/CPU per request \* .* < 0\.001 !\n/);
  });

  it('says that few rounds cannot show a bias', () => {
    expect(terminal({ roundsUsed: 6 })).toContain('- 6 rounds are too few to show a bias: that takes 8');
    expect(terminal({ roundsUsed: 8 })).not.toContain('too few to show a bias');
  });

  it('says when no look can find a regression', () => {
    const metrics = madeCalibration().metrics.map((each) => ({ ...each, detectableEffect: undefined }));
    expect(terminal({ metrics })).toContain(
      'This machine finds no regression in any judged metric within 16 rounds of the standard profile.',
    );
  });

  it('is the same in markdown, with how to make it again', () => {
    expect(calibrationMarkdown(madeCalibrationInput({ biasedMetrics: ['cpuPerRequestUs'] }))).toMatchInlineSnapshot(`
      "# Calibration, browsing: the same server (setting after) as a and b, 16 rounds

      **Failed calibration: identical servers measured differently in CPU per request (+1.8 %, p &lt; 0.001).**

      **Stop other programs on this machine and calibrate again. Until then --gate refuses these metrics: judge by others with --metrics. If it persists on a quiet machine, it is a fault of lotus-bench: please report it.**

      **This machine finds regressions from 4.1 % in start-up, 13 % in response time, 0.6 % in memory and 2.1 % in CPU per request, within 16 rounds of the standard profile.**

      **Too noisy to judge by the limit of response time (3 %): --profile deep, a wider --limit or a quieter machine helps.**

      |  | noise | turn | process | finds | limit | passes by | bias p-value |
      | :-- | --: | --: | --: | --: | --: | --: | --: |
      | **Start-up** |  |  |  |  |  |  |  |
      | start-up \\* | 6.1 % | — | 5.8 % | 4.1 % | 5 % | 16 | 0.43 |
      | &emsp;modules loaded | 8 % | — | 7.1 % | 5.4 % | 10 % | 8 | 0.43 |
      | **Response time, one request at a time** |  |  |  |  |  |  |  |
      | response time \\* | 18 % | 21 % | 11 % | 13 % | 3 % | &gt; 16 | 0.43 |
      | **Memory** |  |  |  |  |  |  |  |
      | memory in use after GC \\* | 0.9 % | — | 0.8 % | 0.6 % | 3 % | 8 | 0.092 |
      | **Database** |  |  |  |  |  |  |  |
      | database commands per request | 0 % | — | — | exact | 0.5 % | — | 1 |
      | **CPU** |  |  |  |  |  |  |  |
      | CPU per request \\* | 3.1 % | 6.4 % | 1.8 % | 2.1 % | 3 % | 16 | **&lt; 0.001 \\!** |

      \\* judged by the verdict. noise: standard deviation of the change that a round shows between identical servers; turn: that of one turn, which more turns reduce; process: the part that they do not reduce; finds: the smallest regression that 16 rounds find four times in five; limit: the smallest one to catch; passes by: the round by which identical servers pass nine times in ten.

      - 1 of 3 rounds (33 %) redone because the machine was busy
      - 300 turns in a round: one request to each server
      - not measurable: p95 under load (needs 3,000 requests a round, had 2,310)
      - not measurable: p99 under load (needs 10,000 requests a round, had 2,310)

      ## How it was measured

      |  |  |
      | :-- | :-- |
      | Database | mongod 8.0.4 (found on the PATH), files in memory (tmpfs) |
      | Scenario | browsing: visitors list, search, open and like videos |
      | Load | 300 turns; closed loop over 10 connections, 6 × 360 requests; open loop at 480/s, 4 × 600 ms |
      | Warm-up | 400 turns, at most 800; steady in 6 of 6 trials |
      | Machine noise | other programs 12 % of a core (at most 31 %); waiting for CPU 3 % of the time (at most 8 %); CPU steal not measured: this platform does not tell |
      | Data | the same for every arm, checksum c0ffee |
      | Machine | Node v20.20.2, 2 cores, Example CPU, 8 GiB, linux 6.1.0 |
      | Order | AB BA AB (A a, B b) |
      | Run | 2026-01-01T00-00-00-browsing, seed 42, 3 min 20 s |

      ## Reproduce this run

      The same order, data and load:

      \`\`\`sh
      npx lotus-bench calibrate browsing --profile standard --setting after --rounds 16 --seed 42
      \`\`\`
      "
    `);
  });

  it('is whole in JSON: what is not known is null', () => {
    const { calibration, sentences, unbiased } = JSON.parse(calibrationJson(madeCalibrationInput()));
    expect([unbiased, sentences.length]).toEqual([true, 2]);
    expect(calibration.notMeasurable[0]).toEqual({
      metric: 'latencyP95Us',
      reason: 'needs 3,000 requests a round, had 2,310',
    });
    expect(calibration.metrics[2]).toEqual({
      metric: 'responseTimeUs',
      roundCount: 16,
      roundSd: 0.18,
      turnSd: 0.21,
      processSd: 0.11,
      ratio: 1.002,
      p: 0.43,
      detectableEffect: 0.126,
      roundsNeeded: null,
    });
  });
});

describe('the facts of a later run', () => {
  const noiseFact = (calibration?: ReturnType<typeof madeCalibration>) =>
    /^Calibration +(.*\n(?: {15}.*\n)*)/m
      .exec(terminalReport(madeInput(calibration ? { record: { calibration } } : {}), at100))?.[1]
      ?.replace(/\s+/g, ' ')
      .trim();

  it('say what the machine can find', () => {
    expect(noiseFact(madeCalibration())).toBe(
      'of 2026-01-01: finds start-up 4.1 %, response time 13 %, memory in use after GC 0.6 %, CPU per request 2.1 %',
    );
  });

  it('say where the rig is biased', () => {
    expect(noiseFact(madeCalibration({ biasedMetrics: ['memoryInUseBytes', 'cpuPerRequestUs'] }))).toMatch(
      /; biased in memory in use after GC and CPU per request$/,
    );
  });

  it('say quietly how to calibrate a machine that never was', () => {
    expect(noiseFact()).toBe(
      'none for this machine; make one with npx lotus-bench calibrate browsing --profile standard',
    );
  });
});
