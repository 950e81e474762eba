import type { Forecast } from '../../model/forecast.js';
import type { Plan } from '../../model/plan.js';
import { formatElapsed, formatShare } from './format.js';
import { counted, listed } from './plain-text.js';
import { nounOf } from './wording.js';

/** Identical arms should pass a metric this often; below it, its limit is narrower than this machine's noise. */
const goodPassChance = 0.9;

function resolution(plan: Plan, { metrics }: Forecast): string {
  const effects = metrics.flatMap(({ metric, detectableEffect }) =>
    detectableEffect === undefined ? [] : [`${nounOf(metric)} ${formatShare(detectableEffect)}`],
  );
  const doubtful = metrics.filter(({ passChance }) => passChance < goodPassChance);
  const limits = doubtful.map(({ metric }) => `${nounOf(metric)} ${formatShare(plan.decision.limits[metric])}`);
  return [
    ...(effects.length > 0 ? [`it will find regressions from: ${effects.join(', ')}`] : []),
    ...(doubtful.length > 0
      ? [
          `too noisy here for ${doubtful.length === 1 ? 'the limit' : 'the limits'} of ${listed(limits)}: ` +
            remedy(plan),
        ]
      : []),
  ].join('; ');
}

function remedy({ profile }: Plan): string {
  const longer = { quick: 'standard', standard: 'deep', deep: undefined }[profile.name];
  return longer === undefined ? 'raise --limit' : `raise --limit, or take --profile ${longer}`;
}

/**
 * What a run will take and be able to tell, in one line. `roundsDone` counted rounds are behind it: after the first,
 * the forecast is made again.
 */
export function forecastText(plan: Plan, forecast: Forecast, roundsDone: number): string {
  const { roundMs, maxRounds, firstLook, reachesFirstLook } = forecast;
  const timeTo = (round: number) => formatElapsed(Math.max(0, round - roundsDone) * roundMs);
  const rounds = `about ${formatElapsed(roundMs)} a round`;
  if (!reachesFirstLook)
    return `${rounds}: the budget ends before round ${firstLook}, the first that can decide; ${timeTo(firstLook)} more would be needed: raise --budget`;
  const told = resolution(plan, forecast);
  return [
    `${rounds}; first decision after round ${firstLook}, in ${timeTo(firstLook)}; at most ${counted(maxRounds, 'round')}, ${timeTo(maxRounds)}`,
    told,
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/** A budget that reaches no decision, told before anything was measured: what is needed, and the flag that gives it. */
export function budgetTooShort(
  { decision }: Plan,
  { neededMs, budgetMs }: { readonly neededMs: number; readonly budgetMs: number },
): string {
  // What a flag is told in whole tens of seconds, and a tenth more: the rounds to come may be slower than the pilot.
  const enoughSeconds = Math.ceil((neededMs * 1.1) / 10_000) * 10;
  return (
    `--budget: ${formatElapsed(budgetMs)} cannot reach a decision: the first is possible after ${counted(decision.looks[0] ?? 0, 'round')}, ` +
    `about ${formatElapsed(neededMs)} on this machine; use --budget ${enoughSeconds}s or more, or leave it out`
  );
}
