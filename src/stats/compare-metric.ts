import type { Comparison, Measured } from '../model/analysis.js';
import { type MetricDefinition, type MetricId, metricOf } from '../model/metrics.js';
import { judgeExactly } from './exact-counters.js';
import { type Judgement, type JudgingRule, judgeRatio } from './outcome.js';
import type { PairedRound } from './paired-round.js';
import { type RoundEffect, roundEffect } from './round-effect.js';
import { median } from './signed-rank.js';

/** Who is compared with whom, in which rounds, and how strictly. */
export interface ComparisonContext {
  readonly referenceName: string;
  readonly armName: string;
  /** The rounds that are judged, in order. */
  readonly pairs: readonly PairedRound[];
  readonly gateMetrics: readonly MetricId[];
  readonly rule: JudgingRule;
}

function present(values: readonly Measured[]): number[] {
  return values.flatMap((measured) => (measured.state === 'value' ? [measured.value] : []));
}

/** The median over rounds, or the first reason for which there is none. */
function medianOverRounds(values: readonly Measured[]): Measured {
  const known = present(values);
  if (known.length > 0) return { state: 'value', value: median(known) };
  return values.find((measured) => measured.state === 'absent') ?? { state: 'absent', reason: 'no round was measured' };
}

/** Rounds in which both sides have a value. The others do not count for this metric, which then reaches its looks later. */
function readable(effects: readonly RoundEffect[]): readonly RoundEffect[] {
  return effects.filter(({ before, after }) => before.state === 'value' && after.state === 'value');
}

function judge(effects: readonly RoundEffect[], definition: MetricDefinition, rule: JudgingRule): Judgement {
  const before = present(effects.map((each) => each.before));
  const after = present(effects.map((each) => each.after));
  const exactly = definition.comparison === 'exact' ? judgeExactly(before, after, definition) : undefined;
  if (exactly) return exactly;
  const ratios = effects.map(({ effect }) => effect);
  // One round without a ratio spoils the metric: leaving such rounds out would choose by outcome.
  const unreadable = ratios.find((ratio) => ratio.state === 'absent');
  if (unreadable) return { outcome: 'inconclusive', reason: unreadable.reason, change: undefined };
  return judgeRatio(present(ratios), median(before), definition, rule);
}

function unmeasured(before: Measured, after: Measured): Judgement {
  const missing = [before, after].find((measured) => measured.state === 'absent');
  return { outcome: 'inconclusive', reason: missing?.reason ?? 'no round was measured', change: undefined };
}

function warningsOn(effects: readonly RoundEffect[], counted: readonly RoundEffect[], change: Judgement['change']) {
  const missing = effects.filter((effect) => !counted.includes(effect));
  const warnings: string[] = [];
  if (counted.length > 0 && missing.length > 0) {
    const first = missing.map(({ effect }) => effect).find((effect) => effect.state === 'absent');
    warnings.push(`missing in ${missing.length} of ${effects.length} rounds${first ? `: ${first.reason}` : ''}`);
  }
  if (change && change.roundCount < counted.length) {
    warnings.push(`judged on ${change.roundCount} of ${counted.length} rounds: the last look that was reached`);
  }
  return warnings;
}

/** One metric of one arm against the reference, from the rounds in which both could be measured. */
export function compareMetric(metric: MetricId, context: ComparisonContext): Comparison {
  const { pairs, rule, gateMetrics, armName, referenceName } = context;
  const effects = pairs.map((pair) => roundEffect(metric, pair));
  const counted = readable(effects);
  const before = medianOverRounds((counted.length > 0 ? counted : effects).map((each) => each.before));
  const after = medianOverRounds((counted.length > 0 ? counted : effects).map((each) => each.after));
  const judgement = counted.length > 0 ? judge(counted, metricOf(metric), rule) : unmeasured(before, after);
  return {
    metric,
    armName,
    referenceName,
    before,
    after,
    ...judgement,
    gate: gateMetrics.includes(metric),
    warnings: warningsOn(effects, counted, judgement.change),
  };
}
