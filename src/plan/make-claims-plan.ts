import type { Arm } from '../model/arm.js';
import { type Claim, type ClaimLine, partsOf, pathsOf } from '../model/claim.js';
import type { ClaimBook, ClaimsPlan } from '../model/claims-record.js';
import { addressOf } from '../model/database-address.js';
import type { Experiment } from '../model/experiment.js';
import type { DatabaseChoice } from '../model/plan.js';
import { type Checked, type Mistake, unlessMistaken } from './checked.js';
import type { ClaimsOptions } from './flags/claims-flags.js';
import { nearest } from './flags/nearest.js';
import { armOf } from './variants/arms.js';

/** The claims that a word means: that of the name, or all whose name has it as a part: `pooling`, `headline`. */
function claimsOf(word: string, { claims }: ClaimBook): readonly Claim[] {
  const exact = claims.filter(({ id }) => id === word);
  return exact.length > 0 ? exact : claims.filter(({ id }) => `-${id}-`.includes(`-${word}-`));
}

/** What is wrong with the words that are to name claims. */
export function mistakesInClaims(words: readonly string[], book: ClaimBook): Mistake[] {
  const known = book.claims.flatMap(({ id }) => [id, ...id.split('-')]);
  return words
    .filter((word) => claimsOf(word, book).length === 0)
    .map((word) => ({
      where: 'claim',
      problem: `no claim is named "${word}"; did you mean ${nearest(word, known)}? (lotus-bench list)`,
    }));
}

function idsOf({ value }: ClaimLine): readonly string[] {
  return pathsOf(value).map((path) => partsOf(path).experimentId);
}

/** An experiment's arms as they are started: its settings in the variable that the server reads its switches from. */
function armsOf({ arms, nodeArguments = [] }: Experiment, { subject }: ClaimBook): readonly Arm[] {
  return arms.map(({ name, setting }) => ({ ...armOf({ name, setting, env: {} }, subject), nodeArguments }));
}

/** What keeps links from standing between the servers and this database. */
function mistakesInDatabase(choice: DatabaseChoice, experiments: readonly Experiment[]): Mistake[] {
  const linked = experiments.find(({ links }) => links.includes('database'));
  if (!linked || choice.kind !== 'uri' || addressOf(choice.uri)) return [];
  const problem = `the experiment ${linked.id} puts a link before it, which leads to one host; give a mongodb:// address with a single host`;
  return [{ where: '--db', problem }];
}

/** The plan that measures these claims of a book, all of them where no word is given, and what they need. */
export function makeClaimsPlan(
  words: readonly string[],
  options: Pick<ClaimsOptions, 'profile' | 'seed' | 'db'>,
  book: ClaimBook,
  { randomSeed }: { readonly randomSeed: number },
): Checked<ClaimsPlan> {
  const wanted = new Set(words.flatMap((word) => claimsOf(word, book)));
  const claims = words.length === 0 ? book.claims : book.claims.filter((claim) => wanted.has(claim));
  const needed = new Set(claims.flatMap(({ lines }) => lines.flatMap(idsOf)));
  const experiments = book.experiments.filter(({ id }) => needed.has(id));
  const database = options.db ?? { kind: 'auto' };
  const mistakes = [...mistakesInClaims(words, book), ...mistakesInDatabase(database, experiments)];
  return unlessMistaken(mistakes, () => ({
    book: { subject: book.subject, claims, experiments },
    arms: Object.fromEntries(experiments.map((experiment) => [experiment.id, armsOf(experiment, book)])),
    profile: options.profile,
    seed: options.seed ?? randomSeed,
    database,
  }));
}
