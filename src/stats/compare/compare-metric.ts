import type { Absence } from '../../model/absence.js';
import type { Comparison, Measured } from '../../model/analysis.js';
import type { MetricDefinition, MetricId } from '../../model/metrics.js';
import { appliesTo, type Decision, type Plan } from '../../model/plan.js';
import type { Remark } from '../../model/reasons.js';
import type { RunRecord } from '../../model/record.js';
import { lookWithin } from '../looks/looks.js';
import { median } from '../math/signed-rank.js';
import type { ArmRounds } from '../rounds/counted-rounds.js';
import { measurements } from '../rounds/measure.js';
import { type RoundEffect, roundEffect } from '../rounds/round-effect.js';
import { judgeExactly } from './exact-counters.js';
import { type Judgement, judgeRatio } from './outcome.js';

/** A comparison, and whether more rounds are hardly likely to decide it. */
export interface JudgedComparison {
  readonly comparison: Comparison;
  readonly futile: boolean;
}

export function present(values: readonly Measured[]): number[] {
  return values.flatMap((measured) => (measured.state === 'value' ? [measured.value] : []));
}

function isAbsent(measured: Measured): measured is Extract<Measured, { state: 'absent' }> {
  return measured.state === 'absent';
}

/** The median over rounds, or the first reason for which there is none. */
function medianOverRounds(values: readonly Measured[]): Measured {
  const known = present(values);
  if (known.length > 0) return { state: 'value', value: median(known) };
  return values.find((measured) => measured.state === 'absent') ?? { state: 'absent', reason: { kind: 'no-round' } };
}

/** A judgement without a number. */
function unmeasured(reason: Absence, limit: number): Judgement {
  return {
    outcome: 'not measured',
    reason,
    change: undefined,
    limit,
    ruledOut: undefined,
    roundsNeeded: undefined,
    futile: false,
  };
}

/** The phase that the metric comes from, where the run has none: a better reason than that no slice was usable. */
function missingPhase(metric: MetricId, { profile, scenario }: Plan): Absence | undefined {
  const { kinds } = measurements[metric];
  const [phase] = kinds;
  if (phase === undefined) return undefined;
  if (!kinds.some((kind) => profile.phases.some((each) => each.kind === kind)))
    return { kind: 'no-phase', phase, profileName: profile.name };
  return kinds.some((kind) => appliesTo(kind, scenario))
    ? undefined
    : { kind: 'no-requests', phase, scenarioName: scenario.name };
}

function judge(
  effects: readonly RoundEffect[],
  definition: MetricDefinition,
  limit: number,
  called: boolean | undefined,
  decision: Decision,
): Judgement {
  const look = lookWithin(decision, effects.length);
  const judged = effects.slice(0, look);
  const before = present(judged.map((each) => each.before));
  const after = present(judged.map((each) => each.after));
  const isExact = definition.comparison === 'exact' && look !== undefined;
  const exactly = isExact ? judgeExactly(before, after, definition, limit) : undefined;
  if (exactly) return exactly;
  const ratios = judged.map(({ effect }) => effect);
  // One round without a ratio spoils the metric: leaving such rounds out would choose by outcome.
  const unreadable = ratios.find((ratio) => ratio.state === 'absent');
  if (unreadable) return unmeasured(unreadable.reason, limit);
  const order = { effects: present(ratios), before: median(before), definition };
  return judgeRatio(called === undefined ? order : { ...order, called }, limit, decision);
}

/** The effects that can be judged: of a gate metric those of the rounds that count, of information those that exist. */
function readable(metric: MetricId, { paired, effects }: ArmRounds, definition: MetricDefinition) {
  const own = effects.get(metric);
  const all = own ?? paired.map((pair) => roundEffect(metric, pair, definition));
  return { all, known: all.filter(({ before, after }) => before.state === 'value' && after.state === 'value') };
}

function remarksOn(all: readonly RoundEffect[], known: readonly RoundEffect[], look: number | undefined): Remark[] {
  const missing = all.filter((effect) => !known.includes(effect));
  const remarks: Remark[] = [];
  if (known.length > 0 && missing.length > 0) {
    const first = missing.map(({ effect }) => effect).find((effect) => effect.state === 'absent');
    const count = { missing: missing.length, rounds: all.length };
    remarks.push({ kind: 'missing-in-rounds', ...count, ...(first ? { reason: first.reason } : {}) });
  }
  if (look !== undefined && look < known.length && missing.length > 0) {
    remarks.push({ kind: 'judged-on-fewer', look, rounds: known.length });
  }
  return remarks;
}

/**
 * One metric of one arm against the reference. `called`: did the joint test call it; `undefined` for information, which
 * is judged by its own interval.
 */
export function compareMetric(
  metric: MetricId,
  { plan, metrics }: RunRecord,
  rounds: ArmRounds,
  called: boolean | undefined,
): JudgedComparison {
  const { decision, arms } = plan;
  const definition = metrics[metric];
  const { all, known } = readable(metric, rounds, definition);
  const look = lookWithin(decision, known.length);
  const judged = known.slice(0, look);
  const reasons = known.length > 0 ? judged : all;
  const before = medianOverRounds(reasons.map((each) => each.before));
  const after = medianOverRounds(reasons.map((each) => each.after));
  // Each arm may have a value in some round, and yet both never in the same.
  const absent = [before, after, ...all.map(({ effect }) => effect)].find(isAbsent);
  const { futile, ...judgement } =
    known.length === 0
      ? unmeasured(missingPhase(metric, plan) ?? absent?.reason ?? { kind: 'no-round' }, decision.limits[metric])
      : judge(known, definition, decision.limits[metric], called, decision);
  return {
    comparison: {
      metric,
      armName: rounds.armName,
      referenceName: arms[0]?.name ?? '',
      before,
      after,
      ...judgement,
      gate: decision.gateMetrics.includes(metric),
      remarks: remarksOn(all, known, look),
    },
    futile,
  };
}
