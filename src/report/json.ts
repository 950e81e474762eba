import type { ChangeEstimate, ClassComparison, Comparison } from '../model/analysis.js';
import { metricOf } from '../model/metrics.js';
import type { Finding } from '../model/verdict.js';
import { commandLine } from './command-line.js';
import type { ReportInput } from './report-input.js';
import { sentencesOf } from './sentence.js';
import { failureText } from './words/failures.js';
import { recordWarningText, redoneText } from './words/rounds.js';
import { endText } from './words/run-end.js';

/** Spelled out, so that keys keep their order whatever made the comparison; JSON has no undefined: what is not known is null, never left out and never 0. */
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
  const { outcome, reason, gate, limit, ruledOut, roundsNeeded, warnings } = judged;
  return {
    ...{ metric, label, unit, better, limit, armName, referenceName, before, after },
    change: changeJson(change),
    ...{ outcome, ruledOut: ruledOut ?? null, roundsNeeded: roundsNeeded ?? null, reason, gate, warnings },
  };
}

function classJson({ className, armName, turnCount, before, after, change, changed }: ClassComparison) {
  return { className, armName, turnCount, before, after, change: changeJson(change), changed };
}

function findingJson({ state, message, comparison }: Finding) {
  const { metric, armName, outcome } = comparison;
  return { state, message, metric, armName, outcome };
}

/**
 * Analysis, verdict and the facts of the run as JSON, indented by two, keys always in the same order. Values are in each
 * metric's own unit. The raw slices are not in it: they are in record.json. Ends with a line break.
 */
export function jsonReport({ record, analysis, verdict }: ReportInput): string {
  const { plan } = record;
  const report = {
    schemaVersion: 2,
    toolVersion: record.toolVersion,
    runId: record.runId,
    scenario: plan.scenario.name,
    sentences: sentencesOf(analysis, record, verdict),
    verdict: {
      state: verdict.state,
      sentence: verdict.sentence,
      findings: verdict.findings.map(findingJson),
    },
    analysis: {
      roundsUsed: analysis.roundsUsed,
      roundsRedone: analysis.roundsRedone,
      look: analysis.look ?? null,
      comparisons: analysis.comparisons.map(comparisonJson),
      classes: analysis.classes.map(classJson),
      invalidTrials: analysis.invalidTrials.map(({ roundIndex, armName, failure }) => ({
        ...{ roundIndex, armName, reason: failure.kind, detail: failureText(failure, armName), failure },
      })),
      warnings: analysis.warnings,
    },
    run: {
      startedAtIso: record.startedAtIso,
      elapsedMs: record.elapsedMs,
      end: { ...record.end, detail: endText(record.end) },
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
      calibration: record.calibration ?? null,
      rounds: record.rounds.map(({ index, attempt, startedAtIso, elapsedMs, armOrder, quietness, redone }) => ({
        ...{ index, attempt, startedAtIso, elapsedMs, armOrder, quietness },
        redone: redone ? redoneText(redone) : null,
      })),
      warnings: record.warnings.map(recordWarningText),
      commandLine: commandLine(plan),
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
