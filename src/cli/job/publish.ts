import type { CompareOptions } from '../../plan/flags/compare-options.js';
import { markdownReport } from '../../report/draw/markdown/report.js';
import { terminalReport } from '../../report/draw/terminal/report.js';
import { jsonReport } from '../../report/export/json.js';
import type { ReportInput } from '../../report/select/report-input.js';
import { type RecordStore, StoreError } from '../../run/store/store.js';
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
    throw error instanceof StoreError ? new UserError(error.message) : error;
  }
}
