import type { Analysis, ClassSummary, Measured } from '../model/analysis.js';
import { formatChange } from './change-text.js';
import { formatTogether } from './format.js';
import { plainText } from './plain-text.js';

/** One request class of one arm beside the reference: p50 only, and no interval, because classes are information. */
export interface EndpointRow {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  /** Answers counted, reference and arm together. */
  readonly responses: string;
}

function numberOf(measured: Measured | undefined): number | undefined {
  return measured?.state === 'value' ? measured.value : undefined;
}

function rowOf(name: string, reference: ClassSummary | undefined, arm: ClassSummary | undefined): EndpointRow {
  const before = numberOf(reference?.latencyP50Us);
  const after = numberOf(arm?.latencyP50Us);
  const texts = formatTogether(
    [before, after].filter((value) => value !== undefined),
    'us',
  );
  const cellOf = (value: number | undefined) => (value === undefined ? '—' : (texts.shift() ?? '—'));
  return {
    name: plainText(name),
    before: cellOf(before),
    after: cellOf(after),
    change: before !== undefined && after !== undefined && before > 0 ? formatChange(after / before) : '—',
    responses: ((reference?.responseCount ?? 0) + (arm?.responseCount ?? 0)).toLocaleString('en-US'),
  };
}

/** The per-endpoint table of one arm, in the order in which the classes were summarized. */
export function endpointsOf(analysis: Analysis, referenceName: string, armName: string): EndpointRow[] {
  const names = [...new Set(analysis.classes.map(({ className }) => className))];
  const summary = (arm: string, name: string) =>
    analysis.classes.find((each) => each.armName === arm && each.className === name);
  return names
    .map((name) => ({ name, reference: summary(referenceName, name), arm: summary(armName, name) }))
    .filter(({ reference, arm }) => reference !== undefined || arm !== undefined)
    .map(({ name, reference, arm }) => rowOf(name, reference, arm));
}
