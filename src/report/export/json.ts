import type {
  ChangeEstimate,
  ClassComparison,
  Comparison,
  Growth,
  GrowthComparison,
  Measured,
} from '../../model/analysis.js';
import type { Calibration } from '../../model/calibration.js';
import type { Fitness } from '../../model/fitness.js';
import { metricOf } from '../../model/metrics.js';
import type { RunEnd } from '../../model/run-end.js';
import type { Finding } from '../../model/verdict.js';
import { selectCalibration } from '../select/calibration.js';
import { selectReport } from '../select/contents.js';
import type { CalibrationInput, ReportInput } from '../select/report-input.js';
import { deedOf } from '../select/verdict.js';
import { calibrationSentences } from '../words/calibration.js';
import { calibrateAgain, commandLine } from '../words/command-line.js';
import { failureText } from '../words/failures.js';
import { checkText } from '../words/fitness.js';
import { reasonText, remarkText } from '../words/reasons.js';
import { recordWarningText, redoneText } from '../words/rounds.js';
import { endText } from '../words/run-end.js';
import { sentencesOf } from '../words/sentence.js';
import { findingText, verdictSentence } from '../words/verdict.js';
import { warningTexts } from '../words/warnings.js';

/**
 * Indented by two, with a line break at the end. What is not known is null, never left out and never 0: JSON has no
 * undefined.
 */
function jsonText(report: object, replace?: (key: string, value: unknown) => unknown): string {
  return `${JSON.stringify(report, replace, 2)}\n`;
}

function measuredJson(measured: Measured) {
  return measured.state === 'value' ? measured : { state: measured.state, reason: reasonText(measured.reason) };
}

/** Spelled out, so that keys keep their order whatever made the comparison. */
function changeJson(change: ChangeEstimate | undefined) {
  if (!change) return null;
  const { ratio, interval, bounds, roundCount, roundSd, detectableEffect } = change;
  return {
    ratio,
    interval: interval ?? null,
    bounds: bounds ?? null,
    ...{ roundCount, roundSd },
    detectableEffect: detectableEffect ?? null,
  };
}

function comparisonJson({ metric, armName, referenceName, before, after, change, ...judged }: Comparison) {
  const { label, unit, better } = metricOf(metric);
  const { outcome, reason, gate, limit, ruledOut, roundsNeeded, remarks } = judged;
  return {
    ...{ metric, label, unit, better, limit, armName, referenceName },
    ...{ before: measuredJson(before), after: measuredJson(after) },
    change: changeJson(change),
    ...{ outcome, ruledOut: ruledOut ?? null, roundsNeeded: roundsNeeded ?? null },
    ...{ reason: reason ? reasonText(reason) : '', gate, warnings: remarks.map(remarkText) },
  };
}

function classJson({ className, armName, turnCount, before, after, change, changed }: ClassComparison) {
  return {
    ...{ className, armName, turnCount, before: measuredJson(before), after: measuredJson(after) },
    ...{ change: changeJson(change), changed },
  };
}

function growthJson({ armName, referenceName, ...growths }: GrowthComparison) {
  const told = ({ outcome, bytesPerRequest, requestCount, roundCount }: Growth) => ({
    ...{ outcome, bytesPerRequest: bytesPerRequest ?? null },
    ...{ requestCount, roundCount },
  });
  const { before, after, difference } = growths;
  return { armName, referenceName, before: told(before), after: told(after), difference: told(difference) };
}

function endJson(end: RunEnd) {
  return { ...end, detail: endText(end) };
}

function findingJson({ state, comparison }: Finding, classes: readonly ClassComparison[]) {
  const message = findingText(deedOf(comparison, classes));
  const { metric, armName, outcome } = comparison;
  return { state, message, metric, armName, outcome };
}

/**
 * Analysis, verdict and the facts of the run as JSON, indented by two, keys always in the same order. Values are in
 * each metric's own unit. The raw slices are not in it: they are in record.json. Ends with a line break.
 */
export function jsonReport(input: ReportInput): string {
  const { record, analysis, verdict } = input;
  const { plan } = record;
  const selection = selectReport(input);
  const sentence = verdictSentence(selection.verdict);
  return jsonText({
    schemaVersion: 2,
    toolVersion: record.toolVersion,
    runId: record.runId,
    scenario: plan.scenario.name,
    sentences: sentencesOf(selection.story, sentence),
    verdict: {
      state: verdict.state,
      sentence,
      findings: verdict.findings.map((finding) => findingJson(finding, analysis.classes)),
    },
    analysis: {
      roundsUsed: analysis.roundsUsed,
      roundsRedone: analysis.roundsRedone,
      look: analysis.look ?? null,
      comparisons: analysis.comparisons.map(comparisonJson),
      classes: analysis.classes.map(classJson),
      growth: analysis.growth.map(growthJson),
      invalidTrials: analysis.invalidTrials.map(({ roundIndex, armName, failure }) => ({
        ...{ roundIndex, armName, reason: failure.kind, detail: failureText(failure, armName), failure },
      })),
      warnings: warningTexts(analysis.warnings),
    },
    run: {
      startedAtIso: record.startedAtIso,
      elapsedMs: record.elapsedMs,
      end: endJson(record.end),
      seed: plan.seed,
      profile: plan.profile,
      load: plan.load,
      decision: plan.decision,
      arms: plan.arms,
      database: record.database ?? null,
      pinnedCores: plan.pinnedCores ?? null,
      host: record.host,
      seeds: record.seeds,
      pilot: record.pilot ?? null,
      calibration: record.calibration ? calibrationValue(record.calibration) : null,
      rounds: record.rounds.map(({ index, attempt, startedAtIso, elapsedMs, armOrder, quietness, redone }) => ({
        ...{ index, attempt, startedAtIso, elapsedMs, armOrder, quietness },
        redone: redone ? redoneText(redone) : null,
      })),
      warnings: record.warnings.map(recordWarningText),
      commandLine: commandLine(plan),
    },
  });
}

function calibrationValue(calibration: Calibration) {
  const notMeasurable = calibration.notMeasurable.map(({ metric, reason }) => ({ metric, reason: reasonText(reason) }));
  return { ...calibration, notMeasurable };
}

/** A calibration as JSON: standard deviations in ln, ratios as b/a, effects as shares. */
export function calibrationJson(input: CalibrationInput): string {
  const { record, calibration } = input;
  const report = {
    schemaVersion: 2,
    toolVersion: record.toolVersion,
    sentences: calibrationSentences(selectCalibration(input)),
    unbiased: calibration.biasedMetrics.length === 0,
    calibration: calibrationValue(calibration),
    run: {
      elapsedMs: record.elapsedMs,
      end: endJson(record.end),
      pilot: record.pilot,
      commandLine: calibrateAgain(record.plan),
    },
  };
  return jsonText(report, (_key, value) => value ?? null);
}

/** What was found of a machine, check by check, and all facts. */
export function fitnessJson({ verdict, checks, facts }: Fitness, toolVersion: string): string {
  return jsonText({
    schemaVersion: 1,
    toolVersion,
    verdict,
    checks: checks.map((check) => ({ ...checkText(check, facts), remedy: checkText(check, facts).remedy ?? null })),
    facts,
  });
}
