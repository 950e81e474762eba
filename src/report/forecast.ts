import type { Forecast } from '../model/forecast.js';
import { metricOf } from '../model/metrics.js';
import type { Plan } from '../model/plan.js';
import { formatElapsed } from './format.js';
import { counted } from './plain-text.js';

/** What a run will take and be able to tell, in one line; and where that is nothing, what to change. */
export function forecastText(
  plan: Plan,
  { openSlicesPerArm, roundMs, mostRounds, firstLook, metrics }: Forecast,
): string {
  const rounds = `${counted(openSlicesPerArm, 'slice')} a round, about ${formatElapsed(roundMs)} each`;
  const time = `at most ${counted(mostRounds, 'round')} in ${formatElapsed(mostRounds * roundMs)}`;
  // Which look can call a change depends on the alpha that the metrics share: all of them can, or none.
  const callable = metrics.flatMap(({ metric, detectableEffect }) =>
    detectableEffect === undefined ? [] : [`${metricOf(metric).label} ±${Math.ceil(detectableEffect * 100)} %`],
  );
  if (callable.length > 0) return `${rounds}; ${time}; changes that can be called: ${callable.join(', ')}`;
  if (firstLook === undefined) return `${rounds}; ${time}; no change can be called by so many metrics; judge by fewer`;
  const flag = plan.rounds.length < firstLook ? '--rounds' : '--budget';
  const needed = `round ${firstLook}, ${formatElapsed(firstLook * roundMs)} from now`;
  return `${rounds}; ${time}; no change can be called before ${needed}: raise ${flag}, or leave it out`;
}
