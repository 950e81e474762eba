import type { ClaimLine, ValueUnit } from '../../model/claim.js';
import type { ClaimVerdict, Effect, LineFinding } from '../../model/claims-record.js';
import type { Unit } from '../../model/metrics.js';
import { failureText } from './failures.js';
import { formatChange, formatTogether } from './format.js';
import { counted, plainText } from './plain-text.js';
import { nothing } from './rows.js';

/** One line of the report: texts only. */
export interface ClaimRow {
  readonly what: string;
  readonly before: string;
  readonly default: string;
  readonly after: string;
  readonly change: string;
  readonly interval: string;
  readonly promised: string;
  readonly verdict: string;
  readonly kind: ClaimVerdict['kind'];
  /** What has to be known of it: against default, a note. */
  readonly more: readonly string[];
}

/** Verdicts as they are printed; those on absolute numbers have words of their own. */
export const verdictWords: Readonly<Record<Exclude<ClaimVerdict['kind'], 'beside'>, string>> = {
  confirmed: 'confirmed',
  smaller: 'smaller',
  'no-effect': 'no effect',
  reversed: 'reversed',
  undecided: 'undecided',
  refuted: 'not so',
  'not-measured': 'not measured',
};

const directions: Readonly<Record<Extract<ClaimVerdict, { kind: 'beside' }>['direction'], string>> = {
  better: 'better; not judged',
  worse: 'worse; not judged',
  alike: 'alike; not judged',
  unclear: 'not judged',
};

export function verdictText(verdict: ClaimVerdict): string {
  return verdict.kind === 'beside' ? directions[verdict.direction] : verdictWords[verdict.kind];
}

function valueTexts(values: readonly number[], unit: ValueUnit): readonly string[] {
  // What takes nanoseconds is told as parts of a microsecond.
  return unit === 'ns'
    ? formatTogether(
        values.map((value) => value / 1000),
        'us',
      )
    : formatTogether(values, unit satisfies Unit);
}

/** From a factor of three on percents mislead: `50x less`, `12x`. */
function changeText(ratio: number): string {
  if (ratio > 0 && ratio <= 1 / 3) return `${Number((1 / ratio).toPrecision(3))}x less`;
  return ratio >= 3 ? `${Number(ratio.toPrecision(3))}x` : formatChange(ratio);
}

function intervalText({ low, high }: Effect): string {
  return low === high ? 'exact' : `${changeText(low)} … ${changeText(high)}`;
}

function whyNotMeasured(verdict: ClaimVerdict): readonly string[] {
  if (verdict.kind === 'beside') return [];
  if (verdict.failed)
    return [`${verdict.failed.armName}: ${plainText(failureText(verdict.failed.failure, verdict.failed.armName))}`];
  return verdict.kind === 'not-measured' ? ['this machine or platform gives no such number'] : [];
}

/** A line of a claim with what was found of it. */
export function claimRow(line: ClaimLine, finding: LineFinding): ClaimRow {
  const names = ['before', 'default', 'after'].filter((name) => finding.values[name] !== undefined);
  const texts = valueTexts(
    names.map((name) => finding.values[name] ?? Number.NaN),
    line.unit,
  );
  const textOf = (name: string) => texts[names.indexOf(name)] ?? '';
  const { effect, effectOfDefault, verdict } = finding;
  return {
    what: line.condition === undefined ? line.what : `${line.what}; ${line.condition}`,
    before: textOf('before'),
    default: textOf('default'),
    after: textOf('after'),
    change: effect ? changeText(effect.ratio) : nothing,
    interval: effect ? intervalText(effect) : nothing,
    promised: line.promised,
    verdict: verdictText(verdict),
    kind: verdict.kind,
    more: [
      ...(effectOfDefault
        ? [`against default: ${changeText(effectOfDefault.ratio)} (${intervalText(effectOfDefault)})`]
        : []),
      ...(verdict.kind === 'undecided'
        ? [`${counted(finding.rounds, 'round')} could not tell; a longer --profile may`]
        : []),
      ...whyNotMeasured(verdict),
      ...(line.note === undefined ? [] : [line.note]),
    ],
  };
}
