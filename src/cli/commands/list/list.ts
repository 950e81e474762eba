import claimBook from '../../../../scenarios/claims.js';
import { type MetricId, metricIds, metricOf } from '../../../model/metrics.js';
import type { ProfileName } from '../../../model/plan.js';
import { listFlags } from '../../../plan/flags/list-flags.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import { limitsFor } from '../../../plan/schedule/limits.js';
import { orBadUsage } from '../../edge/user-error.js';
import { scenarioLoaders } from '../../job/scenarios.js';

const profileNames = ['quick', 'standard', 'deep'] as const satisfies readonly ProfileName[];
const limits = Object.fromEntries(profileNames.map((name) => [name, limitsFor(name)])) as Record<
  ProfileName,
  Record<MetricId, number>
>;

/** A metric's limits by profile: shares, 0.05 is 5 %. */
function limitsOf(metric: MetricId): Record<ProfileName, number> {
  return { quick: limits.quick[metric], standard: limits.standard[metric], deep: limits.deep[metric] };
}

function percents(metric: MetricId): string {
  return Object.values(limitsOf(metric))
    .map((limit) => `${Number((limit * 100).toPrecision(3))} %`.padStart(10))
    .join('');
}

/**
 * The scenarios with their optimizations, and the metrics with their limits: as lines, or as JSON. Throws UserError for
 * bad usage.
 */
export async function listing(given: Given): Promise<string> {
  const { json } = orBadUsage(readFlags(listFlags, given));
  const scenarios = await Promise.all(Object.values(scenarioLoaders).map(async (load) => (await load()).default));
  if (json) {
    const shown = scenarios.map(({ name, description, switches }) => ({
      name,
      description,
      optimizations: switches?.names ?? [],
    }));
    const metrics = metricIds.map((id) => {
      const { label, group, gate } = metricOf(id);
      return { id, label, group, gate, limits: limitsOf(id) };
    });
    const claims = claimBook.claims.map(({ id, group, title }) => ({ id, group, title }));
    return `${JSON.stringify({ scenarios: shown, claims, metrics }, null, 2)}\n`;
  }
  const optimizations = [...new Set(scenarios.flatMap(({ switches }) => switches?.names ?? []))];
  const settings = [...new Set(scenarios.flatMap(({ switches }) => switches?.settings ?? []))];
  const row = (mark: string, id: string, limitTexts: string, label: string) =>
    `  ${mark} ${id.padEnd(29)}${limitTexts}  ${label}`;
  return [
    'Scenarios:',
    ...scenarios.map(({ name, description }) => `  ${name.padEnd(12)} ${description}`),
    '',
    `Optimizations (settings: ${settings.join(', ')}):`,
    ...optimizations.map((name) => `  ${name}`),
    '',
    'Claims (lotus-bench claims):',
    ...claimBook.claims.map(({ id, title }) => `  ${id.padEnd(23)} ${title}`),
    '',
    'Metrics, with the smallest regression to catch in each profile (* judged by default; --limit changes it):',
    row(' ', '', profileNames.map((name) => name.padStart(10)).join(''), ''),
    ...metricIds.map((id) => row(metricOf(id).gate ? '*' : ' ', id, percents(id), metricOf(id).label)),
    '',
  ]
    .map((line) => line.trimEnd())
    .join('\n');
}
