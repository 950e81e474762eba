import type { ClassComparison, Comparison, Measured } from '../model/analysis.js';
import { type MetricId, metricOf } from '../model/metrics.js';

/** What an arm does when a metric changes, in the words of a colleague: `starts 18 % faster`. */
const deeds: Partial<
  Record<MetricId, readonly [rises: (percent: string) => string, falls: (percent: string) => string]>
> = {
  startupMs: [(percent) => `starts ${percent} slower`, (percent) => `starts ${percent} faster`],
  responseTimeUs: [(percent) => `responds ${percent} slower`, (percent) => `responds ${percent} faster`],
  cpuPerRequestUs: [
    (percent) => `uses ${percent} more CPU per request`,
    (percent) => `uses ${percent} less CPU per request`,
  ],
  memoryInUseBytes: [(percent) => `uses ${percent} more memory`, (percent) => `uses ${percent} less memory`],
  throughputPerSecond: [
    (percent) => `answers ${percent} more requests per second`,
    (percent) => `answers ${percent} fewer requests per second`,
  ],
};

const nouns: Partial<Record<MetricId, string>> = { memoryInUseBytes: 'memory', throughputPerSecond: 'throughput' };

export function nounOf(metric: MetricId): string {
  return nouns[metric] ?? metricOf(metric).label;
}

/** `18 %`, `9.3 %`. */
function percentText(share: number): string {
  const percent = share * 100;
  return `${percent < 9.95 ? Number(percent.toPrecision(2)) : Math.round(percent)} %`;
}

/** `+12 %`, with a true minus sign. */
function changeText(ratio: number): string {
  return `${ratio < 1 ? '−' : '+'}${percentText(Math.abs(ratio - 1))}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function shareText(measured: Measured): string {
  return measured.state === 'value' ? `${(measured.value * 100).toFixed(2)} %` : 'an unknown share';
}

/** A class stands out when it changed at least this many times as much as all together, in ln. */
const standsOutBy = 2;

/** `, most in detail (+310 %)`: the class that became slower, where one stands out. */
function maxIn({ metric, armName, change }: Comparison, classes: readonly ClassComparison[]): string {
  if (metric !== 'responseTimeUs' || !change || change.ratio <= 1) return '';
  const [slowest] = classes
    .filter((each) => each.armName === armName && each.changed && each.change !== undefined)
    .toSorted((a, b) => (b.change?.ratio ?? 0) - (a.change?.ratio ?? 0));
  const ratio = slowest?.change?.ratio ?? 0;
  return slowest && Math.log(ratio) >= standsOutBy * Math.log(change.ratio)
    ? `, most in ${slowest.className} (${changeText(ratio)})`
    : '';
}

/** What the arm does since a metric changed, without its name: `starts 18 % faster`. */
export function deedOf(comparison: Comparison, classes: readonly ClassComparison[]): string {
  const { metric, change, before, after, reason } = comparison;
  if (metricOf(metric).comparison === 'errors')
    return `fails ${shareText(after)} of its requests, was ${shareText(before)}`;
  if (!change) return `has changed in ${nounOf(metric)}: ${reason}`;
  const [rises, falls] = deeds[metric] ?? [];
  const say = change.ratio < 1 ? falls : rises;
  const deed = say?.(percentText(Math.abs(change.ratio - 1)));
  return `${deed ?? `has ${changeText(change.ratio)} ${nounOf(metric)}`}${maxIn(comparison, classes)}`;
}

/** A finding in one line. */
export function findingText(comparison: Comparison, classes: readonly ClassComparison[]): string {
  const { metric, armName, outcome, reason, ruledOut, roundsNeeded } = comparison;
  const subject = `${armName}: ${nounOf(metric)}`;
  switch (outcome) {
    case 'improved':
    case 'regressed':
      return `${armName} ${deedOf(comparison, classes)}`;
    case 'no difference':
      return `${subject} shows no difference`;
    case 'no regression':
      return `${subject} shows no regression${ruledOut === undefined || ruledOut <= 0 ? '' : ` above ${percentText(ruledOut)}`}`;
    case 'inconclusive':
      return `${subject} is undecided: ${reason}${roundsNeeded === undefined ? '' : `; about ${roundsNeeded} rounds would decide it`}`;
    case 'not measured':
      return `${subject} was not measured: ${reason}`;
    case 'invalid':
      return `${subject} is invalid: ${reason}`;
  }
}
