import type { Analysis } from '../model/analysis.js';
import type { RunRecord } from '../model/record.js';
import type { Verdict } from '../model/verdict.js';

/** What every report is made from. */
export interface ReportInput {
  readonly record: RunRecord;
  readonly analysis: Analysis;
  readonly verdict: Verdict;
}
