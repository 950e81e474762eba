import { runsOnNode } from '../../model/arm.js';
import type { RunRecord } from '../../model/record.js';

/** Why nothing is known of leaks; `not-read`: by a scenario without plain requests, or in an older record. */
export type NoGrowth = 'not-node' | 'too-few-requests' | 'not-read';

export function whyNoGrowth({ plan, rounds }: RunRecord): NoGrowth {
  if (!plan.arms.every(runsOnNode)) return 'not-node';
  const isRead = rounds.some(({ trials }) =>
    trials.some((trial) => trial.state === 'measured' && trial.memoryReadings !== undefined),
  );
  return isRead ? 'too-few-requests' : 'not-read';
}
