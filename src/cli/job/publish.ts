import type { CompareOptions } from '../../plan/flags/compare-flags.js';
import { jsonReport } from '../../report/json.js';
import { markdownReport } from '../../report/markdown.js';
import type { ReportInput } from '../../report/report-input.js';
import { terminalReport } from '../../report/terminal.js';
import { storeFaultText } from '../../report/words/setup-faults.js';
import { StoreError } from '../../run/errors.js';
import type { RecordStore } from '../../run/store/store.js';
import type { Io } from '../edge/io.js';
import { canvasFor } from '../edge/paint.js';
import { UserError } from '../edge/user-error.js';

/** Prints what was asked for, and writes report.md beside the record. Throws UserError when that cannot be written. */
export function publish(
  input: ReportInput,
  store: RecordStore,
  options: Pick<CompareOptions, 'format' | 'json'>,
  io: Io,
): void {
  const markdown = markdownReport(input);
  const format = options.json ? 'json' : options.format;
  if (format === 'json') io.stdout.write(jsonReport(input));
  else if (format === 'markdown') io.stdout.write(markdown);
  else io.stdout.write(terminalReport(input, canvasFor(io)));
  try {
    store.write('report.md', markdown);
  } catch (error) {
    throw error instanceof StoreError ? new UserError(storeFaultText(error.fault)) : error;
  }
}
