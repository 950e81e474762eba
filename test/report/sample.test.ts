import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/gate/judge.js';
import type { RunRecord } from '../../src/model/record.js';
import { markdownReport } from '../../src/report/draw/markdown/report.js';
import { plainPaint } from '../../src/report/draw/paint.js';
import { terminalReport } from '../../src/report/draw/terminal/report.js';
import { jsonReport } from '../../src/report/export/json.js';
import { analyse } from '../../src/stats/analyse.js';
import { numbersIn } from './numbers-in.js';

function read(path: string) {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}

const record: RunRecord = read('../../reports/sample/record.json');
const analysis = analyse(record);
const input = { record, analysis, verdict: judge(analysis, { inconclusive: 'pass' }) };

/** The numbers of the reports that version 0.1.0 made of the committed sample, before words and numbers were parted. */
const kept: Readonly<Record<'terminal' | 'markdown' | 'json', readonly number[]>> = read('sample-numbers.json');

/** Blocks have moved since, so that the order is not compared. */
function sorted(numbers: readonly number[]): number[] {
  return numbers.toSorted((a, b) => a - b);
}

describe('the reports of the committed sample have the numbers that they always had', () => {
  it.each([
    ['terminal', terminalReport(input, { paint: plainPaint, columns: 140 })],
    ['markdown', markdownReport(input)],
    ['json', jsonReport(input)],
  ] as const)('%s', (format, report) => {
    expect(sorted(numbersIn(report))).toEqual(sorted(kept[format]));
  });
});
