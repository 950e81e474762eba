import type { CompareOptions } from '../plan/compare-options.js';
import { jsonReport } from '../report/json.js';
import { markdownReport } from '../report/markdown.js';
import type { ReportInput } from '../report/report-input.js';
import { terminalReport } from '../report/terminal.js';
import type { RecordStore } from '../run/store.js';
import type { Io } from './io.js';
import { canvasFor } from './paint.js';

/** Writes report.md beside the record, and prints what was asked for. */
export function publish(
  input: ReportInput,
  store: RecordStore,
  options: Pick<CompareOptions, 'format' | 'json'>,
  io: Io,
): void {
  const markdown = markdownReport(input);
  store.write('report.md', markdown);
  const format = options.json ? 'json' : options.format;
  if (format === 'json') io.stdout.write(jsonReport(input));
  else if (format === 'markdown') io.stdout.write(markdown);
  else io.stdout.write(terminalReport(input, canvasFor(io)));
}
