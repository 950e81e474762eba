import type { Analysis, ClassComparison, Measured, Outcome } from '../model/analysis.js';
import { formatChange, formatInterval } from './change-text.js';
import { formatTogether } from './format.js';
import { plainText } from './plain-text.js';
import { nothing } from './rows.js';

/** One request class of one arm beside the reference: its response time in turns. Information: it names where a change is. */
export interface EndpointRow {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly interval: string;
  /** How a class that changed is marked; undefined for one that did not. */
  readonly changed: Extract<Outcome, 'improved' | 'regressed'> | undefined;
  /** Turns counted: one request to each arm. */
  readonly turns: string;
}

function rowOf({ className, before, after, change, changed, turnCount }: ClassComparison): EndpointRow {
  const present = [before, after].flatMap((measured) => (measured.state === 'value' ? [measured.value] : []));
  const texts = formatTogether(present, 'us');
  const cellOf = (measured: Measured) => (measured.state === 'value' ? (texts.shift() ?? nothing) : nothing);
  return {
    name: plainText(className),
    before: cellOf(before),
    after: cellOf(after),
    change: change ? formatChange(change.ratio) : nothing,
    interval: change?.interval ? formatInterval(change.interval) : nothing,
    changed: changed && change ? (change.ratio < 1 ? 'improved' : 'regressed') : undefined,
    turns: turnCount.toLocaleString('en-US'),
  };
}

/** The per-endpoint table of one arm, in the order in which the classes were compared. */
export function endpointsOf({ classes }: Analysis, armName: string): EndpointRow[] {
  return classes.filter((each) => each.armName === armName && each.turnCount > 0).map(rowOf);
}
