import { describe, expect, it } from 'vitest';
import { calibrationJson } from '../../src/report/calibration-json.js';
import { calibrationMarkdown } from '../../src/report/calibration-markdown.js';
import { calibrationTerminal } from '../../src/report/calibration-terminal.js';
import { plainPaint } from '../../src/report/paint.js';
import { terminalReport } from '../../src/report/terminal.js';
import { madeInput } from './made-analysis.js';
import { madeCalibration, madeCalibrationInput } from './made-calibration.js';

const at100 = { paint: plainPaint, columns: 100 };
const terminal = (given = {}, columns = 100) =>
  calibrationTerminal(madeCalibrationInput(given), { paint: plainPaint, columns });

describe('the report of a calibration', () => {
  it('says first what this machine can resolve, then shows its noise', () => {
    expect(terminal()).toMatchInlineSnapshot(`
      "This machine can call changes from 4.1 % in start-up, 13 % in latency, 0.6 % in memory and 2.1 % in
        CPU per request, within 16 rounds of the standard profile.
      Too noisy for the smallest change that matters in latency (5 %): --profile deep or a quieter machine
        helps.

      Calibration, browsing: the same server (after) as a and b, 16 rounds

                                       noise  slice  process  resolves         rounds  p of bias
      Start-up
        start-up *                     6.1 %      —    5.8 %    ±4.1 %    16 for ±5 %       0.43
          modules loaded                 8 %      —    7.1 %    ±5.4 %    8 for ±10 %       0.43
      Latency
        p50 *                           18 %   21 %     11 %     ±13 %  > 16 for ±5 %       0.43
      Memory
        RSS *                          0.9 %      —    0.8 %    ±0.6 %     8 for ±2 %      0.092
      Database
        database commands per request    0 %      —        —     exact              —          1
      CPU
        CPU per request *              3.1 %  6.4 %    1.8 %    ±2.1 %    16 for ±3 %    < 0.001

      * judged by the verdict. noise: standard deviation of the change that a round shows of a server
        against itself; slice: that of one slice pair, which more slices lessen; process: what they do not
        lessen; resolves: the change that 16 rounds find four times in five; rounds: how many show "no
        difference" four times in five, where less than so much does not matter.

      - 1 of 3 rounds (33 %) redone because the machine was busy
      - 2,310 requests in a round's open loop, for each arm
      - not measurable: p95 (needs 3,000 requests a round, had 2,310)
      - not measurable: p99 (needs 10,000 requests a round, had 2,310)

      Database   mongod 8.0.4 (found on the PATH), files in memory (tmpfs)
      Scenario   browsing: visitors list, search, open and like videos
      Load       open loop at 480/s; closed loop with 10 connections; 4 streams
      Warm-up    steady in 6 of 6 trials
      Quietness  other programs 12 % of a core (at most 31 %); waiting for CPU 3 % of the time (at most
                 8 %); stolen not measured: this platform does not tell
      Data       the same for every arm, checksum c0ffee
      Machine    Node v20.20.2, 2 cores, Example CPU, 8 GiB, linux 6.1.0
      Order      AB BA AB (A a, B b)
      Run        2026-01-01T00-00-00-browsing, seed 42, 3 min 20 s
      "
    `);
  });

  it.each([
    [80, /slice +process/],
    [60, /noise +resolves/],
  ])('is no wider than a terminal of %d columns', (columns, heads) => {
    const report = terminal({}, columns);
    expect(Math.max(...report.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(columns);
    expect(report).toMatch(heads);
  });

  it('refuses to bless a biased rig: names the metric, and says what to do, before all else', () => {
    const report = terminal({ biasedMetrics: ['cpuPerRequestUs'] });
    expect(report.split('\n').slice(0, 6)).toMatchInlineSnapshot(`
      [
        "This rig is biased: it tells the server from itself in CPU per request (b +1.8 %, p < 0.001), and",
        "  must not judge by it.",
        "End what else runs on this machine and calibrate again. While it stays, --gate refuses that metric:",
        "  judge by others with --metrics. If it stays on a quiet machine, it is a fault of lotus-bench:",
        "  please report it.",
        "This machine can call changes from 4.1 % in start-up, 13 % in latency, 0.6 % in memory and 2.1 % in",
      ]
    `);
    expect(report).toMatch(/CPU per request \* .* < 0\.001 !\n/);
  });

  it('says that few rounds cannot show a bias', () => {
    expect(terminal({ roundsUsed: 6 })).toContain('- 6 rounds cannot show a bias, whatever they say: that takes 8');
    expect(terminal({ roundsUsed: 8 })).not.toContain('cannot show a bias');
  });

  it('says when no look can call a change', () => {
    const metrics = madeCalibration().metrics.map((each) => ({ ...each, detectableEffect: undefined }));
    expect(terminal({ metrics })).toContain(
      'This machine cannot call a change in any judged metric within 16 rounds of the standard profile.',
    );
  });

  it('is the same in markdown, with how to make it again', () => {
    expect(calibrationMarkdown(madeCalibrationInput({ biasedMetrics: ['cpuPerRequestUs'] }))).toMatchInlineSnapshot(`
      "# Calibration, browsing: the same server (after) as a and b, 16 rounds

      **This rig is biased: it tells the server from itself in CPU per request (b +1.8 %, p &lt; 0.001), and must not judge by it.**

      **End what else runs on this machine and calibrate again. While it stays, --gate refuses that metric: judge by others with --metrics. If it stays on a quiet machine, it is a fault of lotus-bench: please report it.**

      **This machine can call changes from 4.1 % in start-up, 13 % in latency, 0.6 % in memory and 2.1 % in CPU per request, within 16 rounds of the standard profile.**

      **Too noisy for the smallest change that matters in latency (5 %): --profile deep or a quieter machine helps.**

      |  | noise | slice | process | resolves | rounds | p of bias |
      | :-- | --: | --: | --: | --: | --: | --: |
      | **Start-up** |  |  |  |  |  |  |
      | start-up \\* | 6.1 % | — | 5.8 % | ±4.1 % | 16 for ±5 % | 0.43 |
      | &emsp;modules loaded | 8 % | — | 7.1 % | ±5.4 % | 8 for ±10 % | 0.43 |
      | **Latency** |  |  |  |  |  |  |
      | p50 \\* | 18 % | 21 % | 11 % | ±13 % | &gt; 16 for ±5 % | 0.43 |
      | **Memory** |  |  |  |  |  |  |
      | RSS \\* | 0.9 % | — | 0.8 % | ±0.6 % | 8 for ±2 % | 0.092 |
      | **Database** |  |  |  |  |  |  |
      | database commands per request | 0 % | — | — | exact | — | 1 |
      | **CPU** |  |  |  |  |  |  |
      | CPU per request \\* | 3.1 % | 6.4 % | 1.8 % | ±2.1 % | 16 for ±3 % | **&lt; 0.001 \\!** |

      \\* judged by the verdict. noise: standard deviation of the change that a round shows of a server against itself; slice: that of one slice pair, which more slices lessen; process: what they do not lessen; resolves: the change that 16 rounds find four times in five; rounds: how many show "no difference" four times in five, where less than so much does not matter.

      - 1 of 3 rounds (33 %) redone because the machine was busy
      - 2,310 requests in a round's open loop, for each arm
      - not measurable: p95 (needs 3,000 requests a round, had 2,310)
      - not measurable: p99 (needs 10,000 requests a round, had 2,310)

      ## How it was measured

      |  |  |
      | :-- | :-- |
      | Database | mongod 8.0.4 (found on the PATH), files in memory (tmpfs) |
      | Scenario | browsing: visitors list, search, open and like videos |
      | Load | open loop at 480/s; closed loop with 10 connections; 4 streams |
      | Warm-up | steady in 6 of 6 trials |
      | Quietness | other programs 12 % of a core (at most 31 %); waiting for CPU 3 % of the time (at most 8 %); stolen not measured: this platform does not tell |
      | Data | the same for every arm, checksum c0ffee |
      | Machine | Node v20.20.2, 2 cores, Example CPU, 8 GiB, linux 6.1.0 |
      | Order | AB BA AB (A a, B b) |
      | Run | 2026-01-01T00-00-00-browsing, seed 42, 3 min 20 s |

      ## Once more

      The same order, data and load again:

      \`\`\`sh
      npx lotus-bench calibrate browsing --profile standard --setting after --rounds 16 --seed 42
      \`\`\`
      "
    `);
  });

  it('is whole in JSON: what is not known is null', () => {
    const { calibration, sentences, blessed } = JSON.parse(calibrationJson(madeCalibrationInput()));
    expect([blessed, sentences.length]).toEqual([true, 2]);
    expect(calibration.metrics[2]).toEqual({
      metric: 'latencyP50Us',
      roundCount: 16,
      roundSd: 0.18,
      sliceSd: 0.21,
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
    /^Noise +(.*\n(?: {11}.*\n)*)/m
      .exec(terminalReport(madeInput(calibration ? { record: { calibration } } : {}), at100))?.[1]
      ?.replace(/\s+/g, ' ')
      .trim();

  it('say what the machine resolves', () => {
    expect(noiseFact(madeCalibration())).toBe(
      'calibrated 2026-01-01: resolves start-up ±4.1 %, p50 ±13 %, RSS ±0.6 %, CPU per request ±2.1 %',
    );
  });

  it('say where the rig is biased', () => {
    expect(noiseFact(madeCalibration({ biasedMetrics: ['rssBytes', 'cpuPerRequestUs'] }))).toMatch(
      /; biased in RSS and CPU per request$/,
    );
  });

  it('say quietly how to calibrate a machine that never was', () => {
    expect(noiseFact()).toBe('not calibrated for this machine: npx lotus-bench calibrate browsing --profile standard');
  });
});
