import type { ClassComparison, Comparison, Outcome } from '../../model/analysis.js';
import type { Verdict } from '../../model/verdict.js';
import type { ReportInput } from './report-input.js';

/** What a metric did, and the request class that stands out behind it, if one does. */
export interface Deed {
  readonly comparison: Comparison;
  readonly standsOut: ClassComparison | undefined;
}

/** What the verdict tells, and nothing that it leaves to the sentences after it. */
export type VerdictStory =
  | {
      readonly state: 'passed';
      readonly improved: readonly Deed[];
      readonly same: readonly Comparison[];
      readonly safe: readonly Comparison[];
      /** Could not be decided, and was left to the others. */
      readonly waived: readonly Comparison[];
      readonly hasManyArms: boolean;
    }
  | { readonly state: 'regressed'; readonly broken: readonly Deed[]; readonly improved: readonly Deed[] }
  | { readonly state: 'invalid'; readonly reason: Comparison['reason'] }
  /** None where nothing was judged. */
  | { readonly state: 'undecided'; readonly open: readonly Comparison[] };

/** A class stands out when it changed at least this many times as much as all together, in ln. */
const standsOutBy = 2;

/** The class that became slower, where one stands out. */
function standingOut({ metric, armName, change }: Comparison, classes: readonly ClassComparison[]) {
  if (metric !== 'responseTimeUs' || !change || change.ratio <= 1) return undefined;
  const [slowest] = classes
    .filter((each) => each.armName === armName && each.changed && each.change !== undefined)
    .toSorted((a, b) => (b.change?.ratio ?? 0) - (a.change?.ratio ?? 0));
  const ratio = slowest?.change?.ratio ?? 0;
  return Math.log(ratio) >= standsOutBy * Math.log(change.ratio) ? slowest : undefined;
}

export function deedOf(comparison: Comparison, classes: readonly ClassComparison[]): Deed {
  return { comparison, standsOut: standingOut(comparison, classes) };
}

/** What the verdict's sentence is made from. */
export function verdictStory({ verdict, analysis }: Pick<ReportInput, 'verdict' | 'analysis'>): VerdictStory {
  const { state, findings } = verdict;
  const having = (...outcomes: readonly Outcome[]) =>
    findings.map(({ comparison }) => comparison).filter(({ outcome }) => outcomes.includes(outcome));
  const being = (wanted: Verdict['findings'][number]['state']) =>
    findings.filter((finding) => finding.state === wanted).map(({ comparison }) => comparison);
  const deeds = (comparisons: readonly Comparison[]) => comparisons.map((each) => deedOf(each, analysis.classes));
  const improved = deeds(having('improved'));
  switch (state) {
    case 'passed':
      return {
        ...{ state, improved, same: having('no difference'), safe: having('no regression'), waived: being('waived') },
        hasManyArms: new Set(findings.map(({ comparison }) => comparison.armName)).size > 1,
      };
    case 'regressed':
      return { state, improved, broken: deeds(being('broken')) };
    case 'invalid':
      return { state, reason: having('invalid')[0]?.reason };
    case 'undecided':
      return { state, open: being('undecided') };
  }
}

/** What the verdict's own sentence has told: all of a pass, what broke and what improved, or what is open. */
export function toldBy({ state, findings }: Verdict): ReadonlySet<Comparison> {
  const told = findings.filter(
    (finding) =>
      state === 'passed' ||
      (state === 'regressed' && (finding.state === 'broken' || finding.comparison.outcome === 'improved')) ||
      (state === 'undecided' && finding.state === 'undecided'),
  );
  return new Set(told.map(({ comparison }) => comparison));
}
