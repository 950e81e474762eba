import type { Population } from '../../model/scenario.js';
import type { Config, ValuesConfig } from './config.js';

function populationOf(values: ValuesConfig): Population {
  if (Array.isArray(values)) return { kind: 'listed', members: values.map(String), zipfExponent: 0 };
  const { list, from = 0, to = from, skew = 0, each } = values as Exclude<ValuesConfig, readonly unknown[]>;
  const inTurn = each === 'new' ? ({ inTurn: true } as const) : {};
  return list
    ? { kind: 'listed', members: list.map(String), zipfExponent: skew, ...inTurn }
    : {
        kind: 'numbered',
        prefix: '',
        digits: 1,
        base: 10,
        first: from,
        count: to - from + 1,
        zipfExponent: skew,
        ...inTurn,
      };
}

/** What a config's placeholders stand for. */
export function populationsOf(values: Config['values'] = {}): Readonly<Record<string, Population>> {
  return Object.fromEntries(Object.entries(values).map(([name, each]) => [name, populationOf(each)]));
}
