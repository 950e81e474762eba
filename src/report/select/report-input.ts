import type { Analysis } from '../../model/analysis.js';
import type { Calibration } from '../../model/calibration.js';
import type { RunRecord } from '../../model/record.js';
import type { Verdict } from '../../model/verdict.js';

/** What every report of a comparison is made from. */
export interface ReportInput {
  readonly record: RunRecord;
  readonly analysis: Analysis;
  readonly verdict: Verdict;
}

/** What every report of a calibration is made from. */
export interface CalibrationInput {
  readonly record: RunRecord;
  readonly calibration: Calibration;
}
