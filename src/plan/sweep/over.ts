import type { Swept } from '../../model/sweep.js';
import { type Checked, type Mistake, unlessMistaken } from '../checked.js';
import { nearest } from '../flags/nearest.js';

/** What is turned, and the values that it is turned to, ascending. */
export interface Over {
  readonly swept: Swept;
  readonly values: readonly number[];
}

const named: Readonly<Record<string, { readonly swept: Swept; readonly least: number; readonly most: number }>> = {
  'database-rtt': { swept: { kind: 'network', side: 'database', setting: 'roundTripMs' }, least: 0, most: 1000 },
  'database-bandwidth': { swept: { kind: 'network', side: 'database', setting: 'megabits' }, least: 1, most: 10_000 },
  'client-rtt': { swept: { kind: 'network', side: 'client', setting: 'roundTripMs' }, least: 0, most: 1000 },
  'client-bandwidth': { swept: { kind: 'network', side: 'client', setting: 'megabits' }, least: 1, most: 10_000 },
  connections: { swept: { kind: 'connections' }, least: 1, most: 10_000 },
};
const variable = { least: 0, most: Number.MAX_SAFE_INTEGER };
const [fewest, most] = [2, 12];

/** Whole numbers only: connections, and what a variable counts. */
function isCounted({ kind }: Swept): boolean {
  return kind !== 'network';
}

/** `database-rtt=0,1,5,20`, `connections=1,10,100`, `POOL_SIZE=1,5,10`. */
export function readOver(text: string): Checked<Over> {
  const [what = '', list = ''] = text.split(/=(.*)/s);
  const known = named[what];
  const isVariable = /^[A-Z_][A-Z0-9_]*$/.test(what);
  const mistake = (problem: string): Checked<Over> => ({ state: 'mistaken', mistakes: [{ where: '--over', problem }] });
  if (!known && !isVariable) {
    const names = Object.keys(named);
    const meant = `did you mean ${nearest(what, names)}?`;
    return mistake(`"${what}" is none of ${names.join(', ')}, nor a VARIABLE in capitals; ${meant}`);
  }
  const swept: Swept = known?.swept ?? { kind: 'variable', name: what };
  const words = list.split(',').map((word) => word.trim());
  const values = words.map((word) => (word === '' ? Number.NaN : Number(word)));
  const bounds = known ?? variable;
  const wrong = words.find((_, i) => {
    const value = values[i] ?? Number.NaN;
    return !(value >= bounds.least && value <= bounds.most) || (isCounted(swept) && !Number.isInteger(value));
  });
  const wanted = isCounted(swept) ? 'a whole number' : 'a number';
  const range = known ? ` from ${bounds.least} to ${bounds.most}` : '';
  const mistakes: Mistake[] = [];
  if (wrong !== undefined)
    mistakes.push({ where: '--over', problem: `"${wrong}" is not ${wanted}${range}; write ${what}=1,2,5,10` });
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (wrong === undefined && (distinct.length < fewest || distinct.length > most)) {
    const problem = `${distinct.length} different ${distinct.length === 1 ? 'value' : 'values'} of ${what}; give ${fewest} to ${most}`;
    mistakes.push({ where: '--over', problem });
  }
  return unlessMistaken(mistakes, () => ({ swept, values: distinct }));
}

/** `2x` (twice as good), `-30%`, `+50%`: the change as after/before. */
export function readFind(text: string, better: 'lower' | 'higher'): Checked<number> {
  const [, factor] = /^(\d+(?:\.\d+)?)x$/.exec(text) ?? [];
  const [, sign, percent] = /^([+-])(\d+(?:\.\d+)?)\s*%?$/.exec(text) ?? [];
  const better2 = factor === undefined ? undefined : better === 'lower' ? 1 / Number(factor) : Number(factor);
  const ratio = better2 ?? 1 + (sign === '-' ? -1 : 1) * (Number(percent) / 100);
  if (ratio > 0 && ratio !== 1 && Number.isFinite(ratio)) return { state: 'good', value: ratio };
  const problem = `"${text}" is no change; write 2x for twice as good, -30% or +50%`;
  return { state: 'mistaken', mistakes: [{ where: '--find', problem }] };
}
