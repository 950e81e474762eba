import type { CalibratedMetric, RoundCost } from '../../model/calibration.js';
import type { Forecast } from '../../model/forecast.js';
import type { Phase, Plan } from '../../model/plan.js';
import { firstCallingLook, lastLook, lookWithin } from './looks.js';
import { detectableEffect, passChance } from './planning.js';

/** Fewer turns than this, and one that was held up weighs too much. */
const fewestTurns = 40;
/** Batches mirror each other: one forwards, one backwards through the arms. */
const fewestBatches = 2;
/** Turns are no remedy for everything: not more than so many times the profile's. */
const maxTimesTheTurns = 3;
/** Identical arms should pass by the last look at least so often. */
const surePass = 0.95;

/** How noisy a metric is, from a calibration or from rounds that were measured. */
export type MetricNoise = Pick<CalibratedMetric, 'metric' | 'turnSd' | 'processSd'>;

/** What is known of a round: what it consists of, and what its parts cost. */
export interface KnownRound {
  readonly phases: readonly Phase[];
  readonly cost: RoundCost;
}

/** What there is to be foreseen from. */
export interface ForecastInput extends KnownRound {
  /** Empty where nothing is known of the noise yet. */
  readonly noise: readonly MetricNoise[];
  /** Infinity without a budget. */
  readonly budgetLeftMs: number;
  /** Rounds that are behind; the forecast counts on from there. */
  readonly roundsDone: number;
}

function turnsIn(phases: readonly Phase[]): number {
  return phases.reduce((sum, phase) => sum + (phase.kind === 'turns' ? phase.turns : 0), 0);
}

function withTurns(phases: readonly Phase[], turns: number): Phase[] {
  const share = turns / Math.max(1, turnsIn(phases));
  return phases.map((phase) => (phase.kind === 'turns' ? { ...phase, turns: Math.round(phase.turns * share) } : phase));
}

function roundMsOf({ phases, cost }: KnownRound): number {
  return cost.fixedMs + turnsIn(phases) * cost.turnMs + cost.otherPhasesMs;
}

/** The round with fewer turns; all as long as it should be where there is room. */
function withTurnsFor(roundMs: number, known: KnownRound): KnownRound {
  const excessMs = roundMsOf(known) - roundMs;
  if (excessMs <= 0 || known.cost.turnMs === 0) return known;
  const turns = turnsIn(known.phases);
  const left = Math.floor(turns - excessMs / known.cost.turnMs);
  return { ...known, phases: withTurns(known.phases, Math.max(Math.min(turns, fewestTurns), left)) };
}

/** The round with fewer closed batches, of which it takes those that it needs not to exceed `roundMs`. */
function withBatchesFor(roundMs: number, known: KnownRound, armCount: number): KnownRound {
  const excessMs = roundMsOf(known) - roundMs;
  const closed = known.phases.find((phase) => phase.kind === 'closed');
  if (excessMs <= 0 || !closed) return known;
  const eachMs = Math.min(armCount * closed.batchMs, known.cost.otherPhasesMs / closed.batchesPerArm);
  const wanted = closed.batchesPerArm - 2 * Math.ceil(excessMs / eachMs / 2);
  const batchesPerArm = Math.max(Math.min(closed.batchesPerArm, fewestBatches), wanted);
  const saved = (closed.batchesPerArm - batchesPerArm) * eachMs;
  return {
    phases: known.phases.map((phase) => (phase.kind === 'closed' ? { ...phase, batchesPerArm } : phase)),
    cost: { ...known.cost, otherPhasesMs: known.cost.otherPhasesMs - saved },
  };
}

function sdWith({ processSd, turnSd }: MetricNoise, turns: number): number {
  return Math.sqrt(processSd ** 2 + turnSd ** 2 / Math.max(1, turns));
}

/**
 * The turns that let identical arms pass by the last look, where more turns than the profile's are needed and can do
 * it. Only where the noise is known: in `quick` the number is the profile's, whose promise is its time.
 */
function turnsNeeded({ profile, decision }: Plan, { phases, noise }: ForecastInput): number {
  const usual = turnsIn(phases);
  if (profile.name === 'quick') return usual;
  const last = decision.looks.length - 1;
  const passes = (turns: number) =>
    noise.every(
      (each) =>
        each.turnSd === 0 ||
        !decision.gateMetrics.includes(each.metric) ||
        passChance(sdWith(each, turns), Math.log1p(decision.limits[each.metric]), decision, last) >= surePass,
    );
  for (let turns = usual; turns <= maxTimesTheTurns * usual; turns += Math.ceil(usual / 10)) {
    if (passes(turns)) return turns;
  }
  return usual;
}

/**
 * What the rounds of a run will take and be able to tell, from what a round costs: made from the pilot's cost, and
 * again from the first round's. Turns are added where the noise asks for it. Where a budget would end before the first
 * look that can call a change, turns are taken away, down to 40, then closed batches: a shorter round tells less, a run
 * without a look nothing. Blind to which arm is better.
 */
export function forecast(plan: Plan, order: ForecastInput): Forecast {
  const { decision } = plan;
  const { cost, noise, budgetLeftMs, roundsDone } = order;
  const most = Math.min(lastLook(decision), plan.rounds.length);
  const firstLook = firstCallingLook(decision) ?? lastLook(decision);
  const missing = firstLook - roundsDone;
  const longestMs = missing > 0 ? budgetLeftMs / missing : Number.POSITIVE_INFINITY;
  const wanted = { phases: withTurns(order.phases, turnsNeeded(plan, order)), cost };
  const round = withBatchesFor(longestMs, withTurnsFor(longestMs, wanted), plan.arms.length);
  const roundMs = roundMsOf(round);
  const maxRounds = Math.min(most, roundsDone + Math.max(0, Math.floor(budgetLeftMs / roundMs)));
  const look = lookWithin(decision, maxRounds);
  const k = look === undefined ? -1 : decision.looks.indexOf(look);
  const known = noise.filter(({ metric }) => decision.gateMetrics.includes(metric));
  return {
    phases: round.phases,
    roundMs,
    maxRounds,
    firstLook,
    reachesFirstLook: maxRounds >= firstLook,
    metrics: known.map((each) => {
      const sd = sdWith(each, turnsIn(round.phases));
      const margin = Math.log1p(decision.limits[each.metric]);
      return {
        metric: each.metric,
        detectableEffect: detectableEffect(sd, decision, k),
        passChance: passChance(sd, margin, decision, k),
      };
    }),
  };
}
