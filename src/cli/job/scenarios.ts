import type { Scenario } from '../../model/scenario.js';
import type { Mistake } from '../../plan/checked.js';
import { nearest } from '../../plan/flags/nearest.js';

type ScenarioModule = { readonly default: Scenario };

/** Every scenario by name; each is loaded when it is asked for. */
export const scenarioLoaders = {
  browsing: (): Promise<ScenarioModule> => import('../../../scenarios/browsing.js'),
  health: (): Promise<ScenarioModule> => import('../../../scenarios/health.js'),
  streaming: (): Promise<ScenarioModule> => import('../../../scenarios/streaming.js'),
} as const;

export type ScenarioName = keyof typeof scenarioLoaders;

const scenarioNames = Object.keys(scenarioLoaders) as readonly ScenarioName[];

export function isScenarioName(name: string): name is ScenarioName {
  return name in scenarioLoaders;
}

/** What is wrong with a scenario's name; nothing when there is one of that name. */
export function mistakesInScenario(name: string): Mistake[] {
  if (isScenarioName(name)) return [];
  const meant = nearest(name, scenarioNames);
  return [{ where: 'scenario', problem: `no scenario is named "${name}"; did you mean ${meant}? (lotus-bench list)` }];
}
