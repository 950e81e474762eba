import { z } from 'zod';
import { database, duration, flagOf, folder, oneOf, wholeNumber } from './flag-schemas.js';
import type { Mistake } from './mistake.js';

/** Of fewer rounds a standard deviation is a guess: with 6 it is off by a third, one time in three. */
export const fewestCalibrationRounds = 6;
const defaultRounds = 16;

/** The flags of `calibrate` as commander hands them over, by their camel-case names. */
const calibrateFlags = z.object({
  setting: z.string().default('after'),
  profile: oneOf(['quick', 'standard', 'deep']).default('standard'),
  rounds: wholeNumber(fewestCalibrationRounds, 48).default(defaultRounds),
  budget: duration.optional(),
  seed: wholeNumber(0, 2 ** 32 - 1).optional(),
  db: database.default({ kind: 'auto' }),
  json: z.boolean().default(false),
  out: folder.optional(),
  calibrations: folder.optional(),
});

export type CalibrateOptions = z.output<typeof calibrateFlags>;

/** Reads the flags of `calibrate`; gives either all options or all mistakes. */
export function readCalibrateOptions(
  flags: Readonly<Record<string, unknown>>,
): { readonly options: CalibrateOptions } | { readonly mistakes: readonly Mistake[] } {
  const result = calibrateFlags.safeParse(flags);
  if (result.success) return { options: result.data };
  return { mistakes: result.error.issues.map((issue) => ({ where: flagOf(issue.path[0]), problem: issue.message })) };
}
