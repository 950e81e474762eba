import type { LeftOutReason, TrafficFacts } from '../../model/traffic.js';
import { counted, listed, plainText } from './plain-text.js';

const reasons: Readonly<Record<LeftOutReason, string>> = {
  writes: 'that change data',
  'other-hosts': 'to other hosts',
  secrets: 'with a secret in their address',
  'no-good-answer': 'without a good answer',
  unsendable: 'that cannot be sent',
  rare: 'of the rarest kinds',
};

/** `23 that change data and 5 to other hosts`; empty where all were taken. */
export function leftOutText({ leftOut }: Pick<TrafficFacts, 'leftOut'>): string {
  const parts = (Object.keys(reasons) as LeftOutReason[]).flatMap((reason) => {
    const count = leftOut[reason] ?? 0;
    return count === 0 ? [] : [`${count} ${reasons[reason]}`];
  });
  return listed(parts);
}

/** What was made of recorded traffic, a line each. */
export function trafficLines(
  facts: TrafficFacts,
  remedies: { readonly writes: string; readonly headers: string },
): string[] {
  const { file, recorded, kinds, unreadable, headersLeft, leftOut } = facts;
  const left = leftOutText(facts);
  const kept =
    (leftOut.writes ?? 0) === 0 || remedies.writes === '' ? '' : ` (${remedies.writes} keeps what changes data)`;
  const names = Object.keys(headersLeft);
  return [
    `${plainText(file)}: ${counted(kinds, 'kind')} of requests from ${recorded} recorded${left === '' ? '' : `; left out: ${left}${kept}`}`,
    ...(names.length === 0
      ? []
      : [`headers left out: ${plainText(names.sort().join(', '))}; ${remedies.headers} keeps those that it names`]),
    ...(unreadable
      ? [
          `${counted(unreadable.count, 'line')} could not be read; the first, line ${unreadable.first.line}: ${plainText(unreadable.first.text)}`,
        ]
      : []),
  ];
}
