import type { AttributionPlan } from '../../model/attribution.js';
import type { Protocol, Step } from '../../model/experiment.js';
import { fitsClosedLoop, type Scenario } from '../../model/scenario.js';

const warmUpTurns = 100;
const turns = 100;
const closedRequests = 200;

/** What is done with every pair: started, warmed up, asked in turns, loaded, and looked at. */
export function protocolFor(
  { requests }: Scenario,
  { connections, env }: { readonly connections: number; readonly env: Protocol['env'] },
): Protocol {
  const names = requests.map(({ name }) => name);
  const closedNames = requests.filter(fitsClosedLoop).map(({ name }) => name);
  const loaded: Step[] =
    closedNames.length === 0
      ? []
      : [{ kind: 'closed', as: 'full', requests: closedNames, count: closedRequests, connections }];
  return {
    env,
    links: [],
    roundSeconds: 8,
    steps: [
      { kind: 'start', as: 'start' },
      { kind: 'compare-answers' },
      { kind: 'turns', as: 'warm-up', requests: names, turns: warmUpTurns },
      { kind: 'turns', as: 'turns', requests: names, turns },
      ...loaded,
      { kind: 'memory', as: 'memory' },
    ],
  };
}

/** Where what is attributed is found in it. */
export const measures: AttributionPlan['measures'] = [
  { metric: 'startupMs', value: 'start.readyMs' },
  { metric: 'responseTimeUs', value: 'turns.latencyUs' },
  { metric: 'cpuPerRequestUs', value: 'turns.cpuUs' },
  { metric: 'throughputPerSecond', value: 'full.perSecond' },
  { metric: 'memoryInUseBytes', value: 'memory.inUseBytes' },
  { metric: 'rssBytes', value: 'memory.rssBytes' },
];
