import type { Analysis, ClassComparison, Comparison, Outcome } from '../../model/analysis.js';
import { metricOf } from '../../model/metrics.js';
import type { Reason } from '../../model/reasons.js';
import type { RunEnd } from '../../model/run-end.js';
import type { Verdict } from '../../model/verdict.js';
import type { ReportInput } from './report-input.js';
import { inOrder } from './rows.js';
import { deedOf, toldBy } from './verdict.js';

/** What was found of one arm beyond what the verdict's sentence says. */
export type ArmStory =
  /** `reason`: absent where the verdict has told it. */
  | { readonly state: 'invalid'; readonly armName: string; readonly reason: Reason | undefined }
  | {
      readonly state: 'compared';
      readonly armName: string;
      readonly judged: Readonly<Record<Exclude<Outcome, 'invalid'>, readonly Comparison[]>>;
      /**
       * The request classes that a change is in, the largest change first; none where all changed, or the verdict names
       * the one.
       */
      readonly endpoints: readonly ClassComparison[];
      readonly moreEndpoints: number;
      /** Surely worse, but not judged: it decides nothing, and is not left unsaid. */
      readonly asides: readonly Comparison[];
      readonly moreAsides: number;
    };

/** What was found of a run beyond its verdict. */
export type Story =
  | { readonly state: 'nothing-measured'; readonly end: RunEnd; readonly reason: Reason | undefined }
  | { readonly state: 'measured'; readonly arms: readonly ArmStory[] };

const maxEndpointsNamed = 3;
const maxAsidesNamed = 4;

/** The verdict is about it: a judged metric, or more failed requests, which nobody has to ask for. */
function isJudged({ gate, metric, outcome }: Comparison): boolean {
  return gate || (metric === 'errorShare' && outcome === 'regressed');
}

/**
 * Is the nearer end of its interval worse by its limit? Of a dozen metrics that no joint test guards one leaves out "no
 * change" by luck in every third run of identical servers: the table shows it, and it is no news.
 */
function isSurelyWorse({ metric, change, limit }: Comparison): boolean {
  if (!change?.interval) return false;
  const { low, high } = change.interval;
  return (metricOf(metric).better === 'lower' ? low : 1 / high) >= 1 + limit;
}

function isSame(a: Reason | undefined, b: Reason | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The reason that the sentence of an invalid verdict gives. */
function reasonToldBy({ state, findings }: Verdict): Reason | undefined {
  if (state !== 'invalid') return undefined;
  return findings.find(({ comparison }) => comparison.outcome === 'invalid')?.comparison.reason;
}

function changedEndpoints(armName: string, { comparisons, classes }: Analysis, told: ReadonlySet<Comparison>) {
  const own = classes.filter((each) => each.armName === armName);
  const changed = own.filter((each) => each.changed && each.change !== undefined);
  const [only] = changed;
  const named = comparisons.map((each) => (told.has(each) ? deedOf(each, own).standsOut : undefined));
  if (changed.length === own.length || (changed.length === 1 && named.includes(only))) return [];
  const sizeOf = ({ change }: ClassComparison) => Math.abs(Math.log(change?.ratio ?? 1));
  return changed.toSorted((a, b) => sizeOf(b) - sizeOf(a));
}

function armStory(armName: string, analysis: Analysis, verdict: Verdict): ArmStory[] {
  const { comparisons } = analysis;
  const own = comparisons.filter((each) => each.armName === armName);
  const invalid = own.find(({ outcome }) => outcome === 'invalid');
  if (invalid) {
    const isTold = isSame(reasonToldBy(verdict), invalid.reason);
    const isAlone = own.length === comparisons.length;
    return isAlone && isTold ? [] : [{ state: 'invalid', armName, reason: isTold ? undefined : invalid.reason }];
  }
  const told = toldBy(verdict);
  const untold = inOrder(own.filter((each) => isJudged(each) && !told.has(each)));
  const having = (outcome: Outcome) => untold.filter((each) => each.outcome === outcome);
  const asides = inOrder(own).filter((each) => !isJudged(each) && each.outcome === 'regressed' && isSurelyWorse(each));
  const endpoints = changedEndpoints(armName, analysis, told);
  return [
    {
      state: 'compared',
      armName,
      judged: {
        improved: having('improved'),
        regressed: having('regressed'),
        'no difference': having('no difference'),
        'no regression': having('no regression'),
        inconclusive: having('inconclusive'),
        'not measured': having('not measured'),
      },
      endpoints: endpoints.slice(0, maxEndpointsNamed),
      moreEndpoints: Math.max(0, endpoints.length - maxEndpointsNamed),
      asides: asides.slice(0, maxAsidesNamed),
      moreAsides: Math.max(0, asides.length - maxAsidesNamed),
    },
  ];
}

/** What was found and the verdict's sentence does not say, arm by arm in the plan's order. */
export function storyOf({ analysis, record, verdict }: ReportInput): Story {
  const { comparisons } = analysis;
  const arms = record.plan.arms.slice(1).map(({ name }) => name);
  const compared = arms.filter((name) => comparisons.some(({ armName }) => armName === name));
  const isAnyKnown = comparisons.some(
    ({ before, after, outcome }) => before.state === 'value' || after.state === 'value' || outcome === 'invalid',
  );
  if (compared.length === 0 || !isAnyKnown) {
    const reason = comparisons.find((each) => each.reason !== undefined)?.reason;
    return { state: 'nothing-measured', end: record.end, reason };
  }
  return { state: 'measured', arms: compared.flatMap((name) => armStory(name, analysis, verdict)) };
}
