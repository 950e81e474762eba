import type { Scenario } from '../model/scenario.js';

type ScenarioModule = { readonly default: Scenario };

/** Every scenario by name; each is loaded when it is asked for. */
export const scenarioLoaders = {
  browsing: (): Promise<ScenarioModule> => import('../../scenarios/browsing.js'),
  health: (): Promise<ScenarioModule> => import('../../scenarios/health.js'),
  streaming: (): Promise<ScenarioModule> => import('../../scenarios/streaming.js'),
} as const;

export type ScenarioName = keyof typeof scenarioLoaders;

export const scenarioNames = Object.keys(scenarioLoaders) as readonly ScenarioName[];

export function isScenarioName(name: string): name is ScenarioName {
  return name in scenarioLoaders;
}
