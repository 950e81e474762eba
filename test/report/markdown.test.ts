import { describe, expect, it } from 'vitest';
import { markdownReport } from '../../src/report/markdown.js';
import { codeBlock, escapeMarkdown, markdownTable } from '../../src/report/markdown-text.js';
import { made, madeInput } from './made-analysis.js';

describe('the markdown report', () => {
  it('has the same content as the terminal, and how to run it again', () => {
    expect(markdownReport(madeInput())).toMatchInlineSnapshot(`
      "# browsing: after against before, 12 rounds

      **after starts 31 % sooner (−38 % … −22 %), answers 12 % faster at p50 (−16 % … −8 %), handles 22 % more requests per second and gets its database answers 14 times faster; memory: no difference; CPU per request could not be decided.**

      **Verdict:** CPU per request could not be decided.

      ## after against before

      |  | before | after | change | interval | outcome | promised |
      | :-- | --: | --: | --: | --: | :-- | :-- |
      | **Start-up** |  |  |  |  |  |  |
      | start-up \\* | 512 ms | 353 ms | −31 % | −38 % … −22 % | **✓ improved** | 40 % faster |
      | &emsp;Node boot | 41.2 ms | 41.4 ms | +0.5 % | −1.9 % … +2.4 % | = no difference |  |
      | &emsp;modules loaded | 221 ms | 139 ms | −37 % | −42 % … −31 % | **✓ improved** |  |
      | **Latency** |  |  |  |  |  |  |
      | mean | 2.31 ms | 2.04 ms | −12 % | −15 % … −7 % | **✓ improved** | 42 % lower |
      | p50 \\* | 1.82 ms | 1.60 ms | −12 % | −16 % … −8 % | **✓ improved** |  |
      | p95 <sup>1</sup> | 5.21 ms | 4.98 ms | −4.4 % | −19 % … +12 % | ? inconclusive |  |
      | **Throughput** |  |  |  |  |  |  |
      | requests per second | 1,204/s | 1,466/s | +22 % | +16 % … +28 % | **✓ improved** | 50 % higher |
      | **Memory** |  |  |  |  |  |  |
      | RSS \\* | 98.4 MiB | 97.9 MiB | −0.5 % | −1.2 % … +0.3 % | = no difference | 30 % lower |
      | **Database** |  |  |  |  |  |  |
      | database query, mean | 10.40 ms | 0.72 ms | −93 % | −94 % … −92 % | **✓ improved** | 100x faster |
      | database connections opened per request | 1.42 | 0 | −100 % | — | **✓ improved** |  |
      | **CPU** |  |  |  |  |  |  |
      | CPU per request \\* <sup>1</sup> | 812 µs | 790 µs | −2.7 % | −7.0 % … +1.0 % | ? inconclusive |  |
      | write calls per request | 1.000 | 0.020 | −98 % | exact | **✓ improved** | 50x fewer write calls |
      | **Streaming** |  |  |  |  |  |  |
      | time to first byte, p50 <sup>2</sup> | 3.10 ms | — | — | — | – not measured |  |
      | **Errors** |  |  |  |  |  |  |
      | failed requests | 0 % | 0 % | 0 % | — | = no difference |  |

      <sup>1</sup> p95, CPU per request: the interval holds both a gain and a loss<br>
      <sup>2</sup> time to first byte, p50: not measured: no stream slice was good (after)<br>
      Not measured: p99 (4,100 requests per round, it takes 10,000).<br>
      Smallest change that could have been called: p95 ±18 %, CPU per request ±4.1 %.

      | endpoint, p50 | before | after | change | answers |
      | :-- | --: | --: | --: | --: |
      | list | 2.41 ms | 2.05 ms | −15 % | 24,080 |
      | detail | 940 µs | 955 µs | +1.6 % | 48,620 |

      \\* judged by the verdict; the other metrics are information. Values are medians over 12 rounds; intervals allow for every look.

      ## What was compared

      |  | before | after |
      | :-- | :-- | :-- |
      | **health-cache** | **before** | **after** |

      ## How it was measured

      |  |  |
      | :-- | :-- |
      | Database | mongod 8.0.4 (found on the PATH), files in memory (tmpfs) |
      | Scenario | browsing: visitors list, search, open and like videos |
      | Arms | before; after |
      | Rounds | 12 used, 1 redone because the machine was busy; judged at the look after 12 (looks at 8, 12, 16); profile standard |
      | Alpha | 0.05 for the verdict, 0.0125 for each metric that it is about |
      | Noise | not calibrated for this machine: npx lotus-bench calibrate browsing --profile standard |
      | Load | open loop at 480/s; closed loop with 10 connections; 4 streams |
      | Warm-up | steady in 5 of 6 trials |
      | Quietness | other programs 12 % of a core (at most 31 %); waiting for CPU 3 % of the time (at most 8 %); stolen not measured: this platform does not tell |
      | Data | the same for every arm, checksum c0ffee |
      | Machine | Node v20.20.2, 2 cores, Example CPU, 8 GiB, linux 6.1.0 |
      | Order | AB BA AB (A before, B after) |
      | Run | 2026-01-01T00-00-00-browsing, seed 42, 3 min 20 s |

      ## Once more

      The same order, data and load again:

      \`\`\`sh
      npx lotus-bench compare browsing --before before --after after --profile standard --rounds 16 --connections 10 --db auto --seed 42
      \`\`\`
      "
    `);
  });

  it('gives every line of a table the same number of cells', () => {
    const tables = markdownReport(madeInput())
      .split('\n\n')
      .filter((block) => block.startsWith('|'));
    expect(tables).toHaveLength(4);
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
            warnings: [hostile],
          }),
        ],
        record: { warnings: [hostile], end: { state: 'failed', detail: hostile } },
        verdict: { sentence: hostile },
      }),
    );
    const [body = ''] = report.split('## Once more');
    expect(body).not.toMatch(/<(?!\/?sup>|br>)/);
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
