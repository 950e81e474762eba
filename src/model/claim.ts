/** Where a value of an experiment is kept: its id, a slash, the step's `as`, a dot, the name. */
export type ValuePath = `${string}/${string}`;

/** The parts of a path: the experiment's id, and the name of the value in its observations. */
export function partsOf(path: ValuePath): { readonly experimentId: string; readonly name: string } {
  const slash = path.indexOf('/');
  return { experimentId: path.slice(0, slash), name: path.slice(slash + 1) };
}

/** What a report promised, as far as it can be judged. */
export type PromiseKind =
  /** after/before as a ratio: 0.6 for "40 % faster start". */
  | { readonly kind: 'ratio'; readonly ratio: number; readonly better: 'lower' | 'higher' }
  /** Better at all; it said no number. */
  | { readonly kind: 'better'; readonly better: 'lower' | 'higher' }
  /** In every round the value of one arm is at least, or at most, this. */
  | { readonly kind: 'at-least' | 'at-most'; readonly arm: string; readonly bound: number }
  /** So much less than before, in the value's unit: of what does not depend on the machine. */
  | { readonly kind: 'saved'; readonly least: number }
  /** A number of another machine: printed beside ours, never judged. */
  | { readonly kind: 'absolute'; readonly better: 'lower' | 'higher' };

/** How a value is printed. */
export type ValueUnit = 'ns' | 'us' | 'ms' | 'bytes' | 'count' | 'perSecond' | 'share';

/** What is measured: a value, or how much it grows by for one more of something (Theil's slope over the points). */
export type Measured = ValuePath | { readonly slopeOf: readonly { readonly at: number; readonly value: ValuePath }[] };

/** Every value that something measured is made of. */
export function pathsOf(measured: Measured): readonly ValuePath[] {
  return typeof measured === 'string' ? [measured] : measured.slopeOf.map(({ value }) => value);
}

/** One line of a claim: a value, under one condition, held against what was promised. */
export interface ClaimLine {
  readonly what: string;
  /** Absent: nothing in particular. */
  readonly condition?: string;
  readonly value: Measured;
  readonly unit: ValueUnit;
  readonly promise: PromiseKind;
  /** As the report says it. */
  readonly promised: string;
  /**
   * A change smaller than this share is none, and a promise that is missed by less is kept. Absent: 3 %.
   */
  readonly smallest?: number;
  /** A count, which varies only as requests fall together: its interval is the range of what was counted. */
  readonly counted?: true;
  /** Why it says less than the report does: scaled time-outs, a counter. */
  readonly note?: string;
}

/** A promise of the report with all that is measured for it. */
export interface Claim {
  readonly id: string;
  readonly group: 'optimization' | 'headline' | 'growth' | 'key metrics';
  readonly title: string;
  /** On another database, or the real one, its numbers would be others. */
  readonly dependsOnDatabase?: true;
  readonly lines: readonly ClaimLine[];
}
