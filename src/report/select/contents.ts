import type { Analysis, ClassComparison, Comparison } from '../../model/analysis.js';
import { metricOf } from '../../model/metrics.js';
import type { Plan } from '../../model/plan.js';
import type { RunRecord } from '../../model/record.js';
import { type Story, storyOf } from './arm-story.js';
import { type Conditions, conditionsOf } from './conditions.js';
import { type NoGrowth, whyNoGrowth } from './no-growth.js';
import type { ReportInput } from './report-input.js';
import { type SelectedTable, tableOf } from './rows.js';
import { type SelectedSettings, settingsOf } from './settings.js';
import { type VerdictStory, verdictStory } from './verdict.js';
import { type Warning, warningsOf } from './warnings.js';

/** One arm held against the reference. */
export interface SelectedArm {
  readonly armName: string;
  readonly referenceName: string;
  readonly table: SelectedTable;
  readonly endpoints: readonly ClassComparison[];
}

/**
 * Everything that a report says, as numbers and kinds, in reading order: worded by `words`, drawn by `draw`, or
 * exported.
 */
export interface Selection {
  readonly record: RunRecord;
  readonly analysis: Analysis;
  readonly verdict: VerdictStory;
  readonly story: Story;
  readonly arms: readonly SelectedArm[];
  /** Latency under load was left out because the profile does not measure it. */
  readonly isBeyondProfile: boolean;
  readonly warnings: readonly Warning[];
  /** Why nothing is known of leaks; absent where something is. */
  readonly noGrowth: NoGrowth | undefined;
  readonly conditions: Conditions;
  readonly settings: SelectedSettings;
}

/** Latency under load without an open loop is not missing: the profile does not measure it, and one line says so. */
function isBeyondProfile({ metric, before, after }: Comparison, { profile }: Plan): boolean {
  const absent = before.state === 'absent' && after.state === 'absent';
  return (
    absent && metricOf(metric).group === 'latency under load' && !profile.phases.some(({ kind }) => kind === 'open')
  );
}

function armOf(armName: string, { record: { plan }, analysis }: ReportInput): SelectedArm {
  const all = analysis.comparisons.filter((each) => each.armName === armName);
  const comparisons = all.filter((each) => !isBeyondProfile(each, plan));
  const isCompared = comparisons.some(({ outcome }) => outcome !== 'invalid');
  return {
    armName,
    referenceName: plan.arms[0]?.name ?? '',
    table: tableOf(comparisons, plan.scenario.promises),
    // An arm that answered wrongly has no speed, not even per endpoint.
    endpoints: isCompared ? analysis.classes.filter((each) => each.armName === armName && each.turnCount > 0) : [],
  };
}

/** Selects what the report of a comparison says. */
export function selectReport(input: ReportInput): Selection {
  const { record, analysis } = input;
  const { plan } = record;
  return {
    record,
    analysis,
    verdict: verdictStory(input),
    story: storyOf(input),
    arms: plan.arms.slice(1).map(({ name }) => armOf(name, input)),
    isBeyondProfile: analysis.comparisons.some((each) => isBeyondProfile(each, plan)),
    warnings: warningsOf(record, analysis),
    noGrowth: analysis.growth.length === 0 ? whyNoGrowth(record) : undefined,
    conditions: conditionsOf(record),
    settings: settingsOf(plan.arms, plan.scenario.switches),
  };
}
