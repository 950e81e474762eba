/** One thing that is wrong with what the user asked for. */
export interface Mistake {
  /** The flag, key or file. */
  readonly where: string;
  /** What is wrong, and what to do about it. */
  readonly problem: string;
}

/** What the user asked for, once it was looked at: a value to go on with, or everything that is wrong with it. */
export type Checked<T> =
  | { readonly state: 'good'; readonly value: T }
  | { readonly state: 'mistaken'; readonly mistakes: readonly Mistake[] };

/** The value, unless there are mistakes: it is made only where there are none. */
export function unlessMistaken<T>(mistakes: readonly Mistake[], value: () => T): Checked<T> {
  return mistakes.length > 0 ? { state: 'mistaken', mistakes } : { state: 'good', value: value() };
}

/** All that is wrong with several; empty when each is good. */
export function mistakesOf(...checked: readonly Checked<unknown>[]): Mistake[] {
  return checked.flatMap((each) => (each.state === 'mistaken' ? each.mistakes : []));
}
