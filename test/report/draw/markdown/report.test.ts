import { describe, expect, it } from 'vitest';
import { markdownReport } from '../../../../src/report/draw/markdown/report.js';
import { codeBlock, escapeMarkdown, markdownTable } from '../../../../src/report/draw/markdown/text.js';
import { because, made, madeInput } from '../../made-analysis.js';

describe('the markdown report', () => {
  it('has the same content as the terminal, and how to run it again', () => {
    expect(markdownReport(madeInput())).toMatchInlineSnapshot(`
      "# browsing: after against before, 12 rounds, profile standard

      **Passed**

      - after starts 31 % faster and responds 12 % faster
      - memory shows no difference
      - throughput shows no regression
      - CPU per request could not be decided
      - after: endpoints that changed: list (−15 %).

      ## after against before

      |  | before | after | change | interval | outcome | rules out | limit | promised |
      | :-- | --: | --: | --: | --: | :-- | --: | --: | :-- |
      | **Judged metrics** |  |  |  |  |  |  |  |  |
      | start-up | 512 ms | 353 ms | −31 % | −38 % … −22 % | **✓ improved** | any | 5 % | 40 % faster |
      | response time | 1.82 ms | 1.60 ms | −12 % | −16 % … −8 % | **✓ improved** | any | 3 % | 42 % lower |
      | requests per second | 1,204/s | 1,226/s | +1.8 % | −2.0 % … +7.0 % | ≤ no regression | &gt; 3.1 % | 5 % | 50 % higher |
      | memory in use after GC | 98.4 MiB | 97.9 MiB | −0.5 % | −1.2 % … +0.3 % | = no difference | &gt; 0.2 % | 3 % |  |
      | CPU per request <sup>1</sup> | 812 µs | 790 µs | −2.7 % | −7.0 % … +1.0 % | ? inconclusive | &gt; 4.8 % | 3 % |  |
      | **Promised, not judged** |  |  |  |  |  |  |  |  |
      | RSS | 161 MiB | 158 MiB | −1.9 % | — | = no difference |  |  | 30 % lower |
      | database query, mean | 10.40 ms | 0.72 ms | −93 % | −94 % … −92 % | **✓ improved** |  |  | 100x faster |
      | writes to stdout and stderr per request | 1.000 | 0.020 | −98 % | exact | **✓ improved** |  |  | 50x fewer write calls |

      | endpoint | before | after | change | interval |  | turns |
      | :-- | --: | --: | --: | --: | :-- | --: |
      | **list** | 2.41 ms | 2.05 ms | −15 % | −18 % … −12 % | **✓ improved** | 960 |
      | detail | 940 µs | 955 µs | +1.6 % | −1.4 % … +4.6 % |  | 1,920 |

      <details>
      <summary>All other metrics</summary>

      |  | before | after | change | interval | outcome |
      | :-- | --: | --: | --: | --: | :-- |
      | **Start-up phases** |  |  |  |  |  |
      | Node boot | 41.2 ms | 41.4 ms | +0.5 % | −1.9 % … +2.4 % | = no difference |
      | modules loaded | 221 ms | 139 ms | −37 % | −42 % … −31 % | **✓ improved** |
      | **Response time, one request at a time** |  |  |  |  |  |
      | response time, p50 | 1.71 ms | 1.50 ms | −12 % | −17 % … −7 % | **✓ improved** |
      | response time, p95 <sup>2</sup> | 5.21 ms | 4.98 ms | −4.4 % | −19 % … +12 % | ? inconclusive |
      | **Latency under load** |  |  |  |  |  |
      | p50 under load | 2.31 ms | 2.04 ms | −12 % | −15 % … −7 % | **✓ improved** |
      | **Database** |  |  |  |  |  |
      | database connections opened per request | 1.42 | 0 | −100 % | — | **✓ improved** |
      | **Streaming** |  |  |  |  |  |
      | time to first byte, p50 <sup>3</sup> | 3.10 ms | — | — | — | – not measured |
      | **Errors** |  |  |  |  |  |
      | failed requests | 0 % | 0 % | 0 % | — | = no difference |

      </details>

      <sup>1</sup> CPU per request: 12 rounds; could detect 4.1 %; about 22 rounds would decide<br>
      <sup>2</sup> response time, p95: 12 rounds; could detect 18 %<br>
      <sup>3</sup> time to first byte, p50: not measured: no stream slice was good (after)<br>
      Not measured: p99 under load (4,100 requests per round, it takes 10,000).

      Values are medians over 12 rounds. Intervals are for each metric by itself (95 %), and hold at every look; whether a judged metric improved or regressed comes from one joint test of them all. "Rules out" is the smallest regression that can be excluded, "limit" the smallest one to catch. Endpoints are response times, one request at a time.<br>
      Leaks: none found in before and after: what is kept of a request is at most 90 B.

      ## What was compared

      |  | before | after |
      | :-- | :-- | :-- |
      | health-cache | before | after |

      ## How it was measured

      |  |  |
      | :-- | :-- |
      | Database | mongod 8.0.4 (found on the PATH), files in memory (tmpfs) |
      | Scenario | browsing: visitors list, search, open and like videos |
      | Arms | before (setting before), after (setting after) |
      | Rounds | 12 used, 1 redone because the machine was busy; judged at the look after 12 (looks at 8, 12, 16); profile standard |
      | Alpha | 5 % for any false "improved" or "regressed" over 5 judged metrics and all looks |
      | Calibration | none for this machine; make one with npx lotus-bench calibrate browsing --profile standard |
      | Load | 300 turns; closed loop over 10 connections, 6 × 360 requests; open loop at 480/s, 4 × 600 ms |
      | Warm-up | 400 turns, at most 800; steady in 5 of 6 trials |
      | Machine noise | other programs 12 % of a core (at most 31 %); waiting for CPU 3 % of the time (at most 8 %); CPU steal not measured: this platform does not tell |
      | Data | the same for every arm, checksum c0ffee |
      | Machine | Node v20.20.2, 2 cores, Example CPU, 8 GiB, linux 6.1.0 |
      | Order | AB BA AB (A before, B after) |
      | Run | 2026-01-01T00-00-00-browsing, seed 42, 3 min 20 s |

      ## Reproduce this run

      The same order, data and load:

      \`\`\`sh
      npx lotus-bench compare browsing --before before --after after --profile standard --rounds 16 --connections 10 --db auto --limit startupMs=5 --limit responseTimeUs=3 --limit throughputPerSecond=5 --limit memoryInUseBytes=3 --limit cpuPerRequestUs=3 --seed 42
      \`\`\`
      "
    `);
  });

  it('gives every line of a table the same number of cells', () => {
    const tables = markdownReport(madeInput())
      .split('\n\n')
      .filter((block) => block.startsWith('|'));
    expect(tables).toHaveLength(5);
    for (const table of tables) {
      const cells = table.split('\n').map((line) => line.split(/(?<!\\)\|/).length);
      expect(new Set(cells).size).toBe(1);
    }
  });

  it('lets no text from a server or a user become markup', () => {
    const hostile = 'a|b <img src=x onerror=alert(1)> ![i](http://x/y) `code` **bold** <!-- gone\nnext | row';
    const report = markdownReport(
      madeInput({
        comparisons: [
          made({
            metric: 'startupMs',
            before: 1,
            after: 2,
            outcome: 'inconclusive',
            reason: hostile,
            remarks: [{ kind: 'missing-in-rounds', missing: 1, rounds: 2, reason: because(hostile) }],
          }),
        ],
        record: {
          warnings: [{ kind: 'told', text: hostile }],
          end: { state: 'failed', reason: { kind: 'error', message: hostile } },
        },
      }),
    );
    const [body = ''] = report.split('## Reproduce this run');
    expect(body).not.toMatch(/<(?!\/?(sup|details|summary)>|br>)/);
    expect(body).not.toMatch(/(?<!\\)!\[/);
    expect(body).not.toMatch(/(?<!\\)`/);
    expect(body).toContain(
      'a\\|b &lt;img src=x onerror=alert(1)&gt; \\!\\[i\\](http://x/y) \\`code\\` \\*\\*bold\\*\\* &lt;\\!-- gone next \\| row',
    );
  });
});

describe('markdown text', () => {
  it('escapes what GitHub would read', () => {
    expect(escapeMarkdown('\\ ` * _ [ ] | ~ # ! & < >')).toBe(
      '\\\\ \\` \\* \\_ \\[ \\] \\| \\~ \\# \\! &amp; &lt; &gt;',
    );
  });

  it('fences code with more ticks than are in it', () => {
    expect(codeBlock('echo ```hi```', 'sh')).toBe('````sh\necho ```hi```\n````');
    expect(codeBlock('true', 'sh')).toBe('```sh\ntrue\n```');
  });

  it('draws a table', () => {
    expect(markdownTable(['', 'a'], ['left', 'right'], [['x', '1']])).toBe('|  | a |\n| :-- | --: |\n| x | 1 |');
  });
});
