import type { MetricId } from '../../model/metrics.js';
import type { DatabaseChoice } from '../../model/plan.js';

/** What a flag may be followed by. Plain data: `--help` needs no validation, and must not wait for it to load. */
export type Reads =
  | { readonly kind: 'switch' }
  /** `--no-…`: true unless it is given. */
  | { readonly kind: 'switch-off' }
  | { readonly kind: 'text' }
  | { readonly kind: 'one-of'; readonly words: readonly [string, ...string[]] }
  | { readonly kind: 'whole-number'; readonly least: number; readonly most: number }
  /** Milliseconds: `90s`, `3m`, `1h30m`. */
  | { readonly kind: 'duration' }
  /** A path, which need not exist. */
  | { readonly kind: 'folder' }
  | { readonly kind: 'database' }
  /** Metric ids, separated by commas. */
  | { readonly kind: 'metrics' }
  /** These three again and again: any text, NAME=VALUE, METRIC=PERCENT. */
  | { readonly kind: 'texts' }
  | { readonly kind: 'variables' }
  | { readonly kind: 'limits' };

/** One flag of a command: all that is said of it anywhere. */
export interface Flag {
  /** The heading in `--help` that it stands under. */
  readonly group: string;
  readonly reads: Reads;
  /** What follows it, as help shows it: `<setting>`. Absent for switches. */
  readonly value?: `<${string}>`;
  readonly help: string;
  /** What counts where it is not given, as a user would write it. */
  readonly otherwise?: string;
  /** It shapes the plan, so the command that reproduces a run has it (`report/command-line.ts`). */
  readonly shapesPlan?: true;
  /** May be given to a run that is resumed; every other would change what it was begun with. */
  readonly mayChangeOnResume?: true;
}

/** The flags of a command by the names that commander gives them: `beforeEnv` is `--before-env`. */
export type FlagTable = Readonly<Record<string, Flag>>;

interface Values {
  readonly switch: boolean;
  readonly 'switch-off': boolean;
  readonly text: string;
  readonly 'whole-number': number;
  readonly duration: number;
  readonly folder: string;
  readonly database: DatabaseChoice;
  readonly metrics: readonly MetricId[];
  readonly texts: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Shares: 0.05 is 5 %. */
  readonly limits: Readonly<Partial<Record<MetricId, number>>>;
}

type ValueOf<R extends Reads> = R extends { readonly words: readonly (infer Word)[] }
  ? Word
  : R['kind'] extends keyof Values
    ? Values[R['kind']]
    : never;

/** Kinds that have a value even where the flag is not given: false, true, or an empty list. */
type Always = 'switch' | 'switch-off' | 'texts' | 'variables' | 'limits';

/** What the flags of a table say once they are read. */
export type OptionsOf<Table extends FlagTable> = {
  readonly [Key in keyof Table]:
    | ValueOf<Table[Key]['reads']>
    | (Table[Key] extends { readonly otherwise: string } | { readonly reads: { readonly kind: Always } }
        ? never
        : undefined);
};

/** A flag as the user types it: `--before-env`, `--no-fail-fast`. */
export function spelling(key: string, { reads }: Flag): string {
  const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return reads.kind === 'switch-off' ? `--no-${name}` : `--${name}`;
}

/** May it be given more than once? */
export function isRepeatable({ reads }: Flag): boolean {
  return reads.kind === 'texts' || reads.kind === 'variables' || reads.kind === 'limits';
}
