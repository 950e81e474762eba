import type { CompareOptions } from '../../plan/flags/compare-flags.js';
import { markdownReport } from '../../report/draw/markdown/report.js';
import type { Canvas } from '../../report/draw/terminal/blocks.js';
import { terminalReport } from '../../report/draw/terminal/report.js';
import { jsonReport } from '../../report/export/json.js';
import type { ReportInput } from '../../report/select/report-input.js';
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
  writeBeside(store, 'report.md', markdownReport(input));
}

/** Writes a report beside the record, and gives its path. Throws UserError when it cannot be written. */
export function writeBeside(store: RecordStore, name: string, text: string): string {
  try {
    return store.write(name, text);
  } catch (error) {
    throw error instanceof StoreError ? new UserError(storeFaultText(error.fault)) : error;
  }
}
