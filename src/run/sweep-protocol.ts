import { megabitBytes, type NetworkSettings } from '../model/condition.js';
import type { Protocol, Step } from '../model/experiment.js';
import { fitsClosedLoop } from '../model/scenario.js';
import { pointName, type SweepPlan, type Swept } from '../model/sweep.js';

const warmUpTurns = 60;
const turns = 40;
const closedRequests = 200;

/** What is done in a round at these values, in the order in which they are given. */
export function sweepProtocol(plan: SweepPlan, values: readonly number[]): Protocol {
  const { swept, subject } = plan;
  const names = subject.requests.map(({ name }) => name);
  const up: readonly Step[] = [
    { kind: 'start', as: 'start' },
    { kind: 'compare-answers' },
    { kind: 'turns', as: 'warm-up', requests: names, turns: warmUpTurns },
  ];
  const steps = values.flatMap((value): readonly Step[] => {
    const load = loadAt(plan, value);
    if (swept.kind === 'connections') return [load];
    if (swept.kind === 'network')
      return [{ kind: 'set-link', side: swept.side, settings: networkAt(swept, value) }, load];
    const env = { [swept.name]: String(value) };
    return [...up.map((step) => (step.kind === 'start' ? { ...step, env } : step)), load, { kind: 'stop' }];
  });
  return {
    env: {},
    links: swept.kind === 'network' ? [swept.side] : [],
    roundSeconds: 3 + values.length,
    steps: swept.kind === 'variable' ? steps : [...up, ...steps],
  };
}

function networkAt({ setting }: Extract<Swept, { kind: 'network' }>, value: number): NetworkSettings {
  return setting === 'roundTripMs' ? { roundTripMs: value } : { roundTripMs: 0, bytesPerSecond: value * megabitBytes };
}

/** Turns, unless the metric or what is swept is of the closed loop. */
function loadAt({ swept, metric, subject, connections }: SweepPlan, value: number): Step {
  const as = pointName(value);
  if (swept.kind !== 'connections' && metric !== 'throughputPerSecond')
    return { kind: 'turns', as, requests: subject.requests.map(({ name }) => name), turns };
  const requests = subject.requests.filter(fitsClosedLoop).map(({ name }) => name);
  const most = swept.kind === 'connections' ? value : connections;
  return { kind: 'closed', as, requests, connections: most, count: Math.max(closedRequests, 2 * most) };
}
