import type { CompareOptions } from '../../plan/flags/compare-flags.js';
import { jsonReport } from '../../report/json.js';
import { markdownReport } from '../../report/markdown.js';
import type { ReportInput } from '../../report/report-input.js';
import { terminalReport } from '../../report/terminal.js';
import type { Canvas } from '../../report/terminal-blocks.js';
import { storeFaultText } from '../../report/words/setup-faults.js';
import { StoreError } from '../../run/errors.js';
import type { RecordStore } from '../../run/store/store.js';
import type { Io } from '../edge/io.js';
import { canvasFor } from '../edge/paint.js';
import { UserError } from '../edge/user-error.js';

type Format = Pick<CompareOptions, 'format' | 'json'>;

/** A report in the format that was asked for. */
export function reportText(input: ReportInput, { format, json }: Format, canvas: Canvas): string {
  switch (json ? 'json' : format) {
    case 'json':
      return jsonReport(input);
    case 'markdown':
      return markdownReport(input);
    case 'terminal':
      return terminalReport(input, canvas);
  }
}

/** Prints what was asked for, and writes report.md beside the record. Throws UserError when that cannot be written. */
export function publish(input: ReportInput, store: RecordStore, format: Format, io: Io): void {
  io.stdout.write(reportText(input, format, canvasFor(io)));
  try {
    store.write('report.md', markdownReport(input));
  } catch (error) {
    throw error instanceof StoreError ? new UserError(storeFaultText(error.fault)) : error;
  }
}
