import { describe, expect, it } from 'vitest';
import { metricIds } from '../../../src/model/metrics.js';
import { tableOf } from '../../../src/report/select/rows.js';
import { type ReportRow, tableText } from '../../../src/report/words/rows.js';
import { absent, made } from '../made-analysis.js';

const few = '4,100 requests per round, it takes 10,000';

function cells({ label, before, after, change, interval, outcome, notes }: ReportRow) {
  return [label, before, after, change, interval, outcome, notes.join()];
}

/** A table as it is drawn. */
function table(...given: Parameters<typeof tableOf>) {
  return tableText(tableOf(...given));
}

function cellsOf(...comparisons: Parameters<typeof tableOf>[0]) {
  return table(comparisons, {}).groups.flatMap(({ rows }) => rows.map(cells));
}

const rss = made({ metric: 'rssBytes', before: 100, after: 100, outcome: 'no difference' });

describe('a row', () => {
  it('shows an absent value as absent, with its reason below, and never as 0', () => {
    const { groups, footnotes } = table(
      [made({ metric: 'latencyP99Us', before: 9100, after: absent(few), outcome: 'not measured', reason: few })],
      {},
    );
    expect(groups[0]?.rows.map(cells)).toEqual([['p99 under load', '9.10 ms', '—', '—', '—', 'not measured', '1']]);
    expect(footnotes).toEqual([{ number: 1, text: `p99 under load: not measured: ${few} (after)` }]);
  });

  it('is left out when neither arm has a value; the reason is kept', () => {
    const p99 = made({ metric: 'latencyP99Us', before: absent(few), after: absent(few), outcome: 'not measured' });
    const p95 = made({ metric: 'latencyP95Us', before: absent(few), after: absent('cut'), outcome: 'not measured' });
    expect(table([p99, p95, rss], {}).notMeasured).toBe(
      `Not measured: p95 under load (${few} (before)); p95 under load (cut (after)); p99 under load (${few}).`,
    );
  });

  it('stays when the metric is judged or something was promised for it', () => {
    const none = { before: absent('off'), after: absent('off'), outcome: 'not measured', reason: 'off' } as const;
    const { groups, footnotes } = table(
      [made({ metric: 'databaseQueryUs', ...none }), made({ metric: 'startupMs', ...none }), rss],
      { databaseQueryUs: { text: '100x faster' } },
    );
    expect(groups.flatMap(({ rows }) => rows.map((row) => [...cells(row), row.limit, row.promise]))).toEqual([
      ['start-up', '—', '—', '—', '—', 'not measured', '1', '5 %', ''],
      ['database query, mean', '—', '—', '—', '—', 'not measured', '1', '', '100x faster'],
      ['RSS', '100 B', '100 B', '0 %', '—', 'no difference', '', '', ''],
    ]);
    expect(footnotes).toEqual([{ number: 1, text: 'start-up, database query, mean: not measured: off' }]);
  });

  it('of an exact counter has no interval, of failures no ratio, of an invalid arm no change', () => {
    expect(
      cellsOf(
        made({ metric: 'databaseCommandsPerRequest', before: 2, after: 2, outcome: 'no difference' }),
        made({ metric: 'writeCallsPerRequest', before: 1, after: 0.02, outcome: 'improved', interval: [0.02, 0.02] }),
        made({ metric: 'errorShare', before: 0, after: 0.012, outcome: 'regressed' }),
        made({
          metric: 'latencyP50Us',
          before: 900,
          after: 90,
          outcome: 'invalid',
          interval: [0.09, 0.11],
          reason: '500s',
        }),
      ),
    ).toEqual([
      ['p50 under load', '900 µs', '90 µs', '—', '—', 'invalid', ''],
      ['database commands per request', '2', '2', '0 %', 'exact', 'no difference', ''],
      ['writes to stdout and stderr per request', '1.000', '0.020', '−98 %', 'exact', 'improved', ''],
      ['failed requests', '0 %', '1.20 %', '+1.2 pp', '—', 'regressed', ''],
    ]);
  });

  it('shares a footnote with every row of the same remark', () => {
    const noisy = { outcome: 'inconclusive', reason: 'too noisy' } as const;
    const remark = { kind: 'judged-on-fewer', look: 8, rounds: 9 } as const;
    const { groups, footnotes } = table(
      [
        made({ metric: 'startupMs', before: 5, after: 5, ...noisy, remarks: [remark] }),
        made({ metric: 'rssBytes', before: 5, after: 5, ...noisy }),
      ],
      {},
    );
    expect(groups.flatMap(({ rows }) => rows.map(({ notes }) => notes))).toEqual([[1, 2], [1]]);
    expect(footnotes).toEqual([
      { number: 1, text: 'start-up, RSS: too noisy' },
      { number: 2, text: 'start-up: judged on 8 of 9 rounds: the last look that was reached' },
    ]);
  });

  it('points to a footnote of many by its number alone', () => {
    const noisy = { before: 5, after: 5, outcome: 'inconclusive', reason: 'too noisy' } as const;
    const metrics = ['startupMs', 'rssBytes', 'peakRssBytes', 'latencyP50Us', 'latencyP90Us'] as const;
    expect(
      table(
        metrics.map((metric) => made({ metric, ...noisy })),
        {},
      ).footnotes,
    ).toEqual([{ number: 1, text: 'too noisy' }]);
  });
});

describe('what a judged metric rules out', () => {
  const judged = { metric: 'responseTimeUs', before: 100, after: 101 } as const;
  it.each([
    ['a small regression is open', { outcome: 'no regression', ruledOut: 0.0313 }, '> 3.1 %'],
    ['even the smallest is excluded', { outcome: 'improved', ruledOut: -0.02 }, 'any'],
    ['there is no bound yet', { outcome: 'inconclusive' }, '—'],
    ['it regressed', { outcome: 'regressed', ruledOut: 0.11 }, '—'],
  ] as const)('where %s', (_, given, ruledOut) => {
    const [group] = table([made({ ...judged, ...given })], {}).groups;
    expect(group?.rows.map((row) => [row.ruledOut, row.limit])).toEqual([[ruledOut, '3 %']]);
  });
});

describe('the groups', () => {
  it('begin with the judged metrics; the phases of a judged start-up stand alone', () => {
    const startup = made({ metric: 'startupMs', before: 5, after: 5, outcome: 'no difference' });
    const boot = made({ metric: 'startupBootMs', before: 2, after: 2, outcome: 'no difference' });
    const shown = (...comparisons: Parameters<typeof tableOf>[0]) =>
      table(comparisons, {}).groups.map(({ title, rows }) => [title, rows.map(({ label, part }) => [label, part])]);
    expect(shown(rss, boot, startup)).toEqual([
      ['Judged metrics', [['start-up', false]]],
      ['Start-up phases', [['Node boot', false]]],
      ['Memory', [['RSS', false]]],
    ]);
    expect(shown(boot, { ...startup, gate: false })).toEqual([
      [
        'Start-up',
        [
          ['start-up', false],
          ['Node boot', true],
        ],
      ],
    ]);
  });

  it('of which nothing was measured, for one reason, are told as one', () => {
    const off = 'no stream slices';
    const none = { before: absent(off), after: absent(off), outcome: 'not measured', reason: off } as const;
    const streams = (['timeToFirstByteUs', 'streamBytesPerSecond', 'responseBytesPerRequest'] as const).map((metric) =>
      made({ metric, ...none }),
    );
    expect(table([...streams, rss], {}).notMeasured).toBe(`Not measured: streaming (${off}).`);
  });

  it('of an arm of which nothing was measured are none: the reason is said once, above', () => {
    const none = { before: absent('no start'), after: absent('no start'), outcome: 'not measured' } as const;
    const all = metricIds.map((metric) => made({ metric, ...none }));
    expect(table(all, { startupMs: { text: 'sooner' } })).toEqual({ groups: [], footnotes: [], notMeasured: '' });
  });
});
