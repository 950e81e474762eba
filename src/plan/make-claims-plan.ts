import type { Arm } from '../model/arm.js';
import type { Claim, Measured } from '../model/claim.js';
import type { ClaimBook, ClaimsPlan } from '../model/claims-record.js';
import type { Experiment } from '../model/experiment.js';
import { type Checked, type Mistake, unlessMistaken } from './checked.js';
import type { ClaimsOptions } from './flags/claims-flags.js';
import { nearest } from './flags/nearest.js';
import { armOf } from './variants/arms.js';

/** The claims that a word means: that of the name, or all whose name has it as a part: `pooling`, `headline`. */
function claimsOf(word: string, { claims }: ClaimBook): readonly Claim[] {
  const exact = claims.filter(({ id }) => id === word);
  return exact.length > 0 ? exact : claims.filter(({ id }) => `-${id}-`.includes(`-${word}-`));
}

function mistakesIn(words: readonly string[], book: ClaimBook): Mistake[] {
  const known = book.claims.flatMap(({ id }) => [id, ...id.split('-')]);
  return words
    .filter((word) => claimsOf(word, book).length === 0)
    .map((word) => ({
      where: 'claim',
      problem: `no claim is named "${word}"; did you mean ${nearest(word, known)}? (lotus-bench list)`,
    }));
}

/** The ids of the experiments that a measured value comes from. */
function experimentsOf(measured: Measured): readonly string[] {
  const paths = typeof measured === 'string' ? [measured] : measured.slopeOf.map(({ value }) => value);
  return paths.map((path) => path.split('/')[0] ?? '');
}

/** An experiment's arms as they are started: its settings in the variable that the server reads its switches from. */
function armsOf({ arms, nodeArguments = [] }: Experiment, { subject }: ClaimBook): readonly Arm[] {
  return arms.map(({ name, setting }) => ({ ...armOf({ name, setting, env: {} }, subject), nodeArguments }));
}

/** The plan that measures these claims of a book, all of them where no word is given, and what they need. */
export function makeClaimsPlan(
  words: readonly string[],
  options: Pick<ClaimsOptions, 'profile' | 'seed' | 'db'>,
  book: ClaimBook,
  { randomSeed }: { readonly randomSeed: number },
): Checked<ClaimsPlan> {
  return unlessMistaken(mistakesIn(words, book), () => {
    const wanted = new Set(words.flatMap((word) => claimsOf(word, book)));
    const claims = words.length === 0 ? book.claims : book.claims.filter((claim) => wanted.has(claim));
    const needed = new Set(claims.flatMap(({ lines }) => lines.flatMap(({ value }) => experimentsOf(value))));
    const experiments = book.experiments.filter(({ id }) => needed.has(id));
    return {
      book: { subject: book.subject, claims, experiments },
      arms: Object.fromEntries(experiments.map((experiment) => [experiment.id, armsOf(experiment, book)])),
      profile: options.profile,
      seed: options.seed ?? randomSeed,
      database: options.db ?? { kind: 'auto' },
    };
  });
}
