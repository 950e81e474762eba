import { metricIds } from '../../model/metrics.js';
import type { ProgressEvent, Step } from '../../model/progress.js';
import { databaseLine } from './conditions.js';
import { forecastText } from './forecast.js';
import { formatChange, formatElapsed } from './format.js';
import { counted, plainText } from './plain-text.js';
import { redoneText } from './rounds.js';
import { checkoutStepText } from './sources.js';
import { nounOf } from './wording.js';

type RoundDone = Extract<ProgressEvent, { kind: 'round-done' }>;

/** `round 3 of at most 12` */
export function position({
  roundIndex,
  maxRounds,
}: {
  readonly roundIndex: number;
  readonly maxRounds: number;
}): string {
  return `round ${roundIndex + 1} of at most ${maxRounds}`;
}

/** `after: start-up −31 %, latency −12 %`: no interval, because between looks nothing is decided. */
function estimatesText(estimates: RoundDone['estimates']): string {
  const armNames = [...new Set(estimates.map(({ armName }) => armName))];
  const arms = armNames.map((name) => {
    const parts = estimates
      .filter(({ armName }) => armName === name)
      .toSorted((a, b) => metricIds.indexOf(a.metric) - metricIds.indexOf(b.metric))
      .map(({ metric, ratio }) => `${nounOf(metric)} ${formatChange(ratio)}`);
    return parts.length === 0 ? '' : `${name}: ${parts.join(', ')}`;
  });
  return arms.filter((text) => text !== '').join('; ');
}

/** `at most 3 min 20 s to go` */
export function remainingText(remainingMs: number): string {
  return `at most ${formatElapsed(remainingMs)} to go`;
}

/** What the rounds say so far; empty where they say nothing. */
export function soFarText({ estimates }: Pick<RoundDone, 'estimates'>): string {
  const text = estimatesText(estimates);
  return text === '' ? '' : `so far, undecided: ${text}`;
}

function roundText(event: RoundDone): string {
  if (event.redone !== undefined) return `${position(event)} will be redone: ${redoneText(event.redone)}`;
  const estimates = estimatesText(event.estimates);
  return `${position(event)} done, ${remainingText(event.maxRemainingMs)}${estimates === '' ? '' : `; so far ${estimates}`}`;
}

const steps: Readonly<Record<Step, string>> = {
  'making-data': 'making the data that every arm gets a fresh copy of in every round',
  pilot: 'pilot: comparing the answers of all arms, and how much they sustain',
  'comparing-with-pilot': 'resumed: comparing the answers of all arms with those of the pilot',
  'filling-database': 'filling the database',
};

/** One event of a run as one plain line, without its line break. */
export function progressLine(event: ProgressEvent): string {
  switch (event.kind) {
    case 'step':
      return steps[event.step];
    case 'source':
      return checkoutStepText(event.armName, event.reference, event.step);
    case 'forecast':
      return plainText(forecastText(event.plan, event.forecast, event.roundsDone));
    case 'interrupt':
      return `warning: ${event.signal}${event.again ? ' again: still stopping' : ': stopping; what was measured is kept'}`;
    case 'database':
      return `database: ${databaseLine(event.facts)}`;
    case 'phase':
      return `${position(event)}, ${Math.round(event.roundShare * 100)} %: ${event.armName}, ${event.phase}`;
    case 'experiment':
      return `experiment ${event.experimentIndex + 1} of ${event.experimentCount}, ${event.title}: round ${event.roundIndex + 1} of ${event.maxRounds}; about ${formatElapsed(event.remainingMs)} to go`;
    case 'repetition':
      return `repetition ${event.repetitionIndex + 1} of ${event.repetitionCount}: pair ${event.roundIndex + 1} of ${event.maxRounds}; about ${formatElapsed(event.remainingMs)} to go`;
    case 'sweep':
      return `values ${event.values.join(', ')}: ${counted(event.roundsLeft, 'round')} to go, about ${formatElapsed(event.remainingMs)}`;
    case 'round-done':
      return roundText(event);
  }
}
