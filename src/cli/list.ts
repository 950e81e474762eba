import { metricIds, metricOf } from '../model/metrics.js';
import { scenarioLoaders } from './scenarios.js';

/** The scenarios with their optimizations, and the metrics: as lines, or as JSON. */
export async function listing(asJson: boolean): Promise<string> {
  const scenarios = await Promise.all(Object.values(scenarioLoaders).map(async (load) => (await load()).default));
  const metrics = metricIds.map((id) => ({ id, label: metricOf(id).label, gate: metricOf(id).gate }));
  if (asJson) {
    const shown = scenarios.map(({ name, description, switches }) => ({
      name,
      description,
      optimizations: switches?.names ?? [],
    }));
    return `${JSON.stringify({ scenarios: shown, metrics }, null, 2)}\n`;
  }
  const optimizations = [...new Set(scenarios.flatMap(({ switches }) => switches?.names ?? []))];
  return [
    'Scenarios:',
    ...scenarios.map(({ name, description }) => `  ${name.padEnd(12)} ${description}`),
    '',
    'Optimizations (each before, default or after):',
    ...optimizations.map((name) => `  ${name}`),
    '',
    'Metrics (* judged by default):',
    ...metrics.map(({ id, label, gate }) => `  ${gate ? '*' : ' '} ${id.padEnd(30)} ${label}`),
    '',
  ].join('\n');
}
