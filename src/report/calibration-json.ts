import type { CalibrationInput } from './calibration-contents.js';
import { calibrationSentences } from './calibration-words.js';
import { calibrateAgain } from './command-line.js';

/**
 * A calibration as JSON, indented by two: standard deviations in ln, ratios as b/a, effects as shares. What is not known
 * is null, never left out and never 0. Ends with a line break.
 */
export function calibrationJson({ record, calibration }: CalibrationInput): string {
  const report = {
    schemaVersion: 2,
    toolVersion: record.toolVersion,
    sentences: calibrationSentences(calibration, record.plan),
    unbiased: calibration.biasedMetrics.length === 0,
    calibration,
    run: {
      elapsedMs: record.elapsedMs,
      end: record.end,
      pilot: record.pilot,
      commandLine: calibrateAgain(record.plan),
    },
  };
  return `${JSON.stringify(report, (_key, value) => (value === undefined ? null : value), 2)}\n`;
}
