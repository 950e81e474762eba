import type { ClaimsRecord } from '../../model/claims-record.js';
import type { Unit } from '../../model/metrics.js';
import { formatTogether } from './format.js';

/** One number in the course of time. */
export interface SeriesRow {
  readonly label: string;
  /** `null`: nothing to be measured then. */
  readonly values: readonly (number | null)[];
  /** From the least to the most. */
  readonly range: string;
}

/** The unit that the end of a name tells, as everywhere: `p99Us`, `rssBytes`, `cpuShare`. */
function unitOf(name: string): Unit {
  if (name.endsWith('Us')) return 'us';
  if (name.endsWith('Bytes')) return 'bytes';
  return name.endsWith('Share') ? 'share' : 'count';
}

/** `loopDelayP99Us` as people say it: `loop delay p99`. */
function nameText(name: string): string {
  return name
    .replace(/(?:Us|Bytes|Share)$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
}

/** Every series of the last round of each experiment that kept any. */
export function seriesRows({ results }: Pick<ClaimsRecord, 'results'>): readonly SeriesRow[] {
  return results.flatMap(({ id, rounds }) =>
    (rounds.at(-1)?.observations ?? []).flatMap((observation) => {
      if (observation.state === 'failed') return [];
      return Object.entries(observation.series).flatMap(([as, { values }]) =>
        Object.entries(values).map(([name, each]) => {
          const known = each.filter((value) => value !== null);
          const ends = known.length === 0 ? [] : [Math.min(...known), Math.max(...known)];
          return {
            label: `${id} ${as}, ${observation.armName}: ${nameText(name)}`,
            values: each,
            range: formatTogether(ends, unitOf(name)).join(' … '),
          };
        }),
      );
    }),
  );
}
