import { z } from 'zod';
import type { DatabaseChoice } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import { database, flagOf, wholeNumber } from './flags/flag-schemas.js';
import type { Mistake } from './flags/mistake.js';
import { mistakesInSetting } from './variants/arms.js';

const serveFlags = z.object({
  optimizations: z.string(),
  port: wholeNumber(0, 65_535),
  db: database,
  seedData: z.boolean().default(false),
});

export interface ServeOptions {
  readonly optimizations: string;
  readonly port: number;
  readonly db: DatabaseChoice;
  readonly seedData: boolean;
}

/** Reads the flags of `serve`; gives either all options or all mistakes. */
export function readServeOptions(
  flags: Readonly<Record<string, unknown>>,
  scenario: Scenario,
): { readonly options: ServeOptions } | { readonly mistakes: readonly Mistake[] } {
  const result = serveFlags.safeParse(flags);
  const mistakes = [
    ...(result.error?.issues.map((issue) => ({ where: flagOf(issue.path[0]), problem: issue.message })) ?? []),
    ...(scenario.switches ? mistakesInSetting('--optimizations', String(flags.optimizations), scenario.switches) : []),
  ];
  return result.success && mistakes.length === 0 ? { options: result.data } : { mistakes };
}
