import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { RunRecord } from '../../../model/record.js';
import { type Mistake, mistakesOf } from '../../../plan/checked.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import { type ReportOptions, reportFlags } from '../../../plan/flags/report-flags.js';
import type { Canvas } from '../../../report/draw/terminal/blocks.js';
import { type ExitCode, exitCodes } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { canvasFor, fileCanvas } from '../../edge/paint.js';
import { badUsage, UserError } from '../../edge/user-error.js';
import type { ExperimentReport } from '../../job/experiment-reports.js';
import { earnedExitCode, judgedRecord } from '../../job/judged-record.js';
import { reportText } from '../../job/publish.js';
import { savedExperiments } from '../../job/saved-experiments.js';
import { savedRecord } from '../../job/saved-record.js';

/**
 * `lotus-bench report`: reads saved records and prints their reports, one after another. Gives the worst exit code that
 * they earned. Throws UserError with all mistakes at once, before anything is printed.
 */
export function report(given: Given, io: Io): ExitCode {
  const { records, options } = prepare(given, io);
  const canvas = options.out === undefined ? canvasFor(io) : fileCanvas;
  const codes: ExitCode[] = [];
  const texts = records.map((each) => {
    if ('report' in each) return experimentText(each.report, options, canvas);
    const input = judgedRecord(each.record, options);
    codes.push(earnedExitCode(input, options));
    return reportText(input, options, canvas);
  });
  // Documents of JSON follow each other as they are; what is read by people has a blank line between.
  const text = texts.join(formatOf(options) === 'json' ? '' : '\n');
  if (options.out === undefined) io.stdout.write(text);
  else writeReport(options.out, text, io);
  return [exitCodes.regressed, exitCodes.undecided].find((code) => codes.includes(code)) ?? exitCodes.passed;
}

/** A comparison to be judged, or the report of a run of experiments. */
type Found = { readonly record: RunRecord } | { readonly report: ExperimentReport };

function formatOf({ format, json }: ReportOptions): ReportOptions['format'] {
  return json ? 'json' : format;
}

function experimentText(report: ExperimentReport, options: ReportOptions, canvas: Canvas): string {
  const format = formatOf(options);
  return format === 'terminal' ? report.terminal(canvas) : report[format];
}

function prepare(given: Given, io: Io): { readonly records: readonly Found[]; readonly options: ReportOptions } {
  const { operands, flags } = given;
  const mistakes: Mistake[] = [];
  const found = operands.flatMap((each) => {
    const saved = savedExperiments('record', each, io) ?? savedRecord('record', each, io);
    if (!('mistake' in saved)) return [saved];
    mistakes.push(saved.mistake);
    return [];
  });
  const out = typeof flags.out === 'string' ? resolve(io.cwd, flags.out) : undefined;
  if (found.some(({ path }) => path === out))
    mistakes.push({ where: '--out', problem: `${out} is the record itself; choose another file` });
  if (flags.gate === true && found.some((each) => 'report' in each))
    mistakes.push({ where: '--gate', problem: 'a run of experiments has no verdict to gate by; leave it out' });
  const read = readFlags(reportFlags, given);
  const all = [...mistakes, ...mistakesOf(read)];
  if (read.state === 'mistaken' || all.length > 0) throw badUsage(all);
  return { records: found, options: read.value };
}

function writeReport(out: string, text: string, io: Io): void {
  const path = resolve(io.cwd, out);
  try {
    writeFileSync(path, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`--out: ${path} cannot be written (${code}); choose another file`);
  }
  io.stderr.write(`saved ${relative(io.cwd, path)}\n`);
}
