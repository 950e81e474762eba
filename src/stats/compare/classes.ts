import type { ClassComparison, Measured } from '../../model/analysis.js';
import type { RunRecord } from '../../model/record.js';
import { hodgesLehmann } from '../math/signed-rank.js';
import { type ArmRounds, judgedPairs } from '../rounds/counted-rounds.js';
import { valueOr } from '../rounds/measurement.js';
import { byClass, geometricMean, logRatiosOf, pairedTurns } from '../rounds/turns.js';
import { judgeRatio } from './outcome.js';

function typical(latenciesUs: readonly number[]): Measured {
  return valueOr(geometricMean(latenciesUs), { kind: 'no-shared-turn' });
}

/** Each request class that has turns, of one arm against the reference, from the rounds that are judged. */
export function compareClasses({ plan, metrics }: RunRecord, own: ArmRounds): ClassComparison[] {
  const metric = 'responseTimeUs';
  const rounds = judgedPairs(own).map((pair) => byClass(pairedTurns(pair)));
  return plan.scenario.requests.flatMap(({ name: className }): ClassComparison[] => {
    const held = rounds.map((classes) => classes.get(className) ?? []).filter(({ length }) => length > 0);
    const turns = held.flat();
    if (turns.length === 0) return [];
    const effects = held.map((each) => hodgesLehmann(logRatiosOf(each)));
    const before = typical(turns.map(({ beforeUs }) => beforeUs));
    const after = typical(turns.map(({ afterUs }) => afterUs));
    const order = { effects, before: before.state === 'value' ? before.value : 0, definition: metrics[metric] };
    const limit = plan.decision.limits[metric];
    const { change } = judgeRatio(order, limit, plan.decision);
    const interval = change?.interval;
    const isCertain = interval !== undefined && (interval.low > 1 || interval.high < 1);
    return [
      {
        className,
        armName: own.armName,
        turnCount: turns.length,
        before,
        after,
        change,
        changed: isCertain && Math.abs(Math.log(change?.ratio ?? 1)) >= Math.log1p(limit),
      },
    ];
  });
}
