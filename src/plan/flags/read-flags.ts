import { z } from 'zod';
import { type Checked, type Mistake, unlessMistaken } from '../checked.js';
import { type FlagTable, type OptionsOf, spelling } from './flag.js';
import { nearest } from './nearest.js';
import { schemaOf } from './schemas.js';

/** What a command line holds, sorted by a command's table but not checked yet. */
export interface Given {
  /** Words that belong to no flag: scenario names. */
  readonly operands: readonly string[];
  /** Texts, lists of texts or true and false by the table's keys; only what the user wrote. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** Flags that the table does not know, and words that the command has no use for. */
  readonly unexpected: readonly string[];
}

function unexpectedMistake(word: string, table: FlagTable): Mistake {
  if (!word.startsWith('-')) return { where: word, problem: 'one word too many; leave it out' };
  const known = Object.entries(table).map(([key, flag]) => spelling(key, flag));
  return { where: word, problem: `no such flag; did you mean ${nearest(word, known)}?` };
}

/** Reads a command's flags by its table; gives all options, or all mistakes in the table's order. */
export function readFlags<Table extends FlagTable>(
  table: Table,
  { flags, unexpected }: Pick<Given, 'flags' | 'unexpected'>,
): Checked<OptionsOf<Table>> {
  const shape = Object.fromEntries(Object.entries(table).map(([key, flag]) => [key, schemaOf(flag)]));
  const result = z.object(shape).safeParse(flags);
  const spelled = new Map(Object.entries(table).map(([key, flag]) => [key, spelling(key, flag)]));
  const mistakes = [
    ...unexpected.map((word) => unexpectedMistake(word, table)),
    ...(result.error?.issues ?? []).map(({ path, message }) => ({
      where: spelled.get(String(path[0])) ?? '',
      problem: message,
    })),
  ];
  // The shape was made from the table, key by key.
  return unlessMistaken(mistakes, () => result.data as OptionsOf<Table>);
}
