import { describe, expect, it } from 'vitest';
import { type ReportRow, tableOf } from '../../src/report/rows.js';
import { absent, made } from './made-analysis.js';

const few = '4,100 requests per round, it takes 10,000';

function cells({ label, before, after, change, interval, outcome, notes }: ReportRow) {
  return [label, before, after, change, interval, outcome, notes.join()];
}

function cellsOf(...comparisons: Parameters<typeof tableOf>[0]) {
  return tableOf(comparisons, {}).groups.flatMap(({ rows }) => rows.map(cells));
}

describe('a row', () => {
  it('shows an absent value as absent, with its reason below, and never as 0', () => {
    const table = tableOf(
      [made({ metric: 'latencyP99Us', before: 9100, after: absent(few), outcome: 'inconclusive', reason: few })],
      {},
    );
    expect(table.groups[0]?.rows.map(cells)).toEqual([['p99', '9.10 ms', '—', '—', '—', 'not measured', '1']]);
    expect(table.footnotes).toEqual([{ number: 1, labels: ['p99'], text: `not measured: ${few} (after)` }]);
  });

  it('is left out when neither arm has a value; the reason is kept', () => {
    const p99 = made({ metric: 'latencyP99Us', before: absent(few), after: absent(few), outcome: 'inconclusive' });
    const p95 = made({ metric: 'latencyP95Us', before: absent(few), after: absent('cut'), outcome: 'inconclusive' });
    expect(tableOf([p99, p95], {})).toEqual({
      groups: [],
      footnotes: [],
      notMeasured: [
        { number: 1, labels: ['p95'], text: `${few} (before)` },
        { number: 2, labels: ['p95'], text: 'cut (after)' },
        { number: 3, labels: ['p99'], text: few },
      ],
    });
  });

  it('stays when something was promised for it', () => {
    const query = made({
      metric: 'databaseQueryUs',
      before: absent('off'),
      after: absent('off'),
      outcome: 'inconclusive',
    });
    const { groups, footnotes } = tableOf([query], { databaseQueryUs: { text: '100x faster' } });
    expect(groups[0]?.rows.map((row) => [...cells(row), row.promise])).toEqual([
      ['database query, mean', '—', '—', '—', '—', 'not measured', '1', '100x faster'],
    ]);
    expect(footnotes[0]?.text).toBe('not measured: off');
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
      ['p50', '900 µs', '90 µs', '—', '—', 'invalid', '1'],
      ['database commands per request', '2', '2', '0 %', 'exact', 'no difference', ''],
      ['write calls per request', '1.000', '0.020', '−98 %', 'exact', 'improved', ''],
      ['failed requests', '0 %', '1.20 %', '+1.2 pp', '—', 'regressed', ''],
    ]);
  });

  it('shares a footnote with every row of the same remark', () => {
    const noisy = { outcome: 'inconclusive', reason: 'too noisy' } as const;
    const table = tableOf(
      [
        made({ metric: 'startupMs', before: 5, after: 5, ...noisy, warnings: ['not steady'] }),
        made({ metric: 'rssBytes', before: 5, after: 5, ...noisy }),
      ],
      {},
    );
    expect(table.groups.flatMap(({ rows }) => rows.map(({ notes }) => notes))).toEqual([[1, 2], [1]]);
    expect(table.footnotes).toEqual([
      { number: 1, labels: ['start-up', 'RSS'], text: 'too noisy' },
      { number: 2, labels: ['start-up'], text: 'not steady' },
    ]);
  });
});
