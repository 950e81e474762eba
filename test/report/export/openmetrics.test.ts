import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AttributionRecord } from '../../../src/model/attribution.js';
import type { ClaimsRecord } from '../../../src/model/claims-record.js';
import { experimentSamples } from '../../../src/report/export/openmetrics/experiment-samples.js';
import { families } from '../../../src/report/words/metric-families.js';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const names = Object.keys(families);

describe('the families', () => {
  it.each(Object.entries(families))('%s is named as Prometheus has it', (name, { type, labels }) => {
    expect(name).toMatch(/^lotus_bench_[a-z_]+$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    // Base units only.
    expect(name).not.toMatch(/milli|micro|_ms(_|$)|_us(_|$)|kilo|mega|percent/);
    for (const label of labels) expect(label).toMatch(/^[a-z]+$/);
  });
});

interface Dashboard {
  readonly templating: { readonly list: readonly { readonly query: string }[] };
  readonly panels: readonly { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }[];
}

describe('the dashboard', () => {
  const { panels, templating } = read('scenarios/grafana/lotus-bench.json') as Dashboard;
  const asked = [
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...templating.list.map(({ query }) => query),
  ].flatMap((text) => [...text.matchAll(/lotus_bench_\w+/g)].map(([name]) => name));

  it('asks for nothing that is not served', () => {
    expect(asked.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('shows all that is served', () => {
    expect(names.filter((name) => !asked.includes(name))).toEqual([]);
  });

  it('asks for labels that the family has', () => {
    for (const { targets = [] } of panels) {
      for (const { expr } of targets) {
        for (const [, name = '', selector = ''] of expr.matchAll(/(lotus_bench_\w+)\{([^}]*)\}/g)) {
          const labels = [...selector.matchAll(/(\w+)=/g)].map(([, label]) => label);
          expect([name, ...labels]).toEqual([name, ...labels.filter((label) => known(name).includes(label ?? ''))]);
        }
      }
    }
  });
});

function known(name: string): readonly string[] {
  return families[name as keyof typeof families].labels;
}

describe('the committed run of claims, as it is served', () => {
  const record = read('reports/lotus-optimization-report/record.json') as ClaimsRecord;
  const samples = experimentSamples(record, { series: 2 });

  it('has the key metrics in base units', () => {
    const of = (family: string, more: Record<string, string> = {}) =>
      samples.find(
        (sample) =>
          sample.family === family &&
          Object.entries({ arm: 'after', experiment: 'series', phase: 'load', ...more }).every(
            ([label, value]) => sample.labels[label] === value,
          ),
      )?.value;
    const last = record.results.find(({ id }) => id === 'series')?.rounds.at(-1);
    const after = last?.observations.find(({ armName }) => armName === 'after');
    const values: Readonly<Record<string, number>> = after?.state === 'observed' ? after.values : {};
    expect(of('lotus_bench_request_duration_seconds', { quantile: '0.99' })).toBeCloseTo(
      (values['load.p99Us'] ?? Number.NaN) / 1e6,
      12,
    );
    expect(of('lotus_bench_resident_memory_bytes')).toBe(values['load.rssBytes']);
    expect(of('lotus_bench_pool_connections_in_use')).toBe(values['load.poolInUse']);
    expect(of('lotus_bench_cpu_cores')).toBe(values['load.cpuShare']);
    expect(of('lotus_bench_request_failures_ratio')).toBe(values['load.errorShare']);
  });

  it('tells how far each experiment is', () => {
    const measured = samples.filter(({ family }) => family === 'lotus_bench_rounds_measured');
    expect(measured).toHaveLength(record.results.length);
    expect(measured.find(({ labels }) => labels.experiment === 'series')?.value).toBe(2);
  });

  it('and every sample has the labels of its family, each set once', () => {
    const attribution = read('reports/lotus-optimization-report/attribution/record.json') as AttributionRecord;
    for (const all of [samples, experimentSamples(attribution, {})]) {
      const keys = all.map(({ family, labels }) => JSON.stringify([family, labels]));
      expect(new Set(keys).size).toBe(keys.length);
      for (const { family, labels } of all) expect(Object.keys(labels).sort()).toEqual([...known(family)].sort());
    }
  });
});
