import { judge } from '../../gate/judge.js';
import type { RunRecord } from '../../model/record.js';
import type { CompareOptions } from '../../plan/flags/compare-flags.js';
import type { ReportInput } from '../../report/select/report-input.js';
import { analyse } from '../../stats/analyse.js';
import { type ExitCode, exitCodes } from '../edge/exit-code.js';

/** A record with what it says: the same whether it was measured a moment ago or read from a file. */
export function judgedRecord(record: RunRecord, { inconclusive }: Pick<CompareOptions, 'inconclusive'>): ReportInput {
  const analysis = analyse(record);
  return { record, analysis, verdict: judge(analysis, { inconclusive }) };
}

/** The exit code that a run has earned by what was measured. */
export function earnedExitCode({ analysis, verdict }: ReportInput, { gate }: Pick<CompareOptions, 'gate'>): ExitCode {
  if (gate)
    return {
      passed: exitCodes.passed,
      regressed: exitCodes.regressed,
      undecided: exitCodes.undecided,
      invalid: exitCodes.undecided,
    }[verdict.state];
  // Without --gate a comparison has done its work when it measured; nothing measured is never success.
  return verdict.state === 'invalid' || analysis.roundsUsed === 0 ? exitCodes.undecided : exitCodes.passed;
}
