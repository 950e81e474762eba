import { createContext, Script } from 'node:vm';
import { MongoError, notSupported } from './errors.js';

/**
 * The time that the matching of one regular expression may take in one command. PCRE2 has a match limit, JavaScript has
 * none.
 */
const budgetMs = 1000;
/** What one match may take without being counted: to start the script alone takes a good part of it. */
const freeMs = 0.2;

const runner = createContext({ regex: /x/u, text: '' });
const match = new Script('regex.exec(text)');

/** Looks for a match from a code unit on. */
type Find = (text: string, start: number) => RegExpExecArray | null;

/**
 * Searches a text, and gives up when the budget is spent: a running match can be interrupted only from a script with a
 * timeout.
 */
function guarded(regex: RegExp): Find {
  let leftMs = budgetMs;
  return (text, start) => {
    const startedMs = performance.now();
    runner.regex = regex;
    runner.text = text;
    regex.lastIndex = start;
    try {
      return match.runInContext(runner, { timeout: Math.max(1, Math.ceil(leftMs)) }) as RegExpExecArray | null;
    } catch {
      throw notSupported(
        `the regular expression ${regex}, whose backtracking takes more than ${budgetMs} ms,`,
        'slow regular expression',
      );
    } finally {
      leftMs -= Math.max(0, performance.now() - startedMs - freeMs);
    }
  };
}

/**
 * Outside a class; what JavaScript reads as PCRE2 does is not here. PCRE2's dot and anchors know one line end, `\n`.
 */
const rewritten: Readonly<Record<string, string>> = {
  '.': '[^\\n]',
  $: '(?=\\n?$)',
  '\\s': '[\\t-\\r ]',
  '\\S': '[^\\t-\\r ]',
};
const rewrittenByLine: Readonly<Record<string, string>> = {
  ...rewritten,
  '^': '(?:^|(?<=\\n)(?!$))',
  $: '(?=\\n|$)',
};
const unlikePcre =
  /^(?:\\[ZAGQEzXRKHhvVNpPuc0-9]|\(\?(?![:=!])(?!<[=!])|[+*?}]\+|\[(?:\^?\]|.*(?:\[:|\\[SpPuc0-9])).*)$/su;

/** The pattern of PCRE2 as JavaScript's with the flag `u`. Throws for constructs that one has and the other has not. */
function translate(pattern: string, options: string): string {
  const table = options.includes('m') ? rewrittenByLine : rewritten;
  return pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\(\?<?.|[+*?}]\+|[.$^]/gsu, (token) => {
    if (unlikePcre.test(token))
      throw notSupported(`the regular expression /${pattern}/`, 'regular expression of PCRE2');
    if (token.startsWith('[')) return token.replaceAll('\\s', '\\t-\\r ').replace(/\\([^a-z\d\s\\\]^-])/giu, '$1');
    if (options.includes('s') && token === '.') return token;
    // JavaScript lets only syntax be escaped, PCRE2 any sign.
    return table[token] ?? token.replace(/^\\([^a-z\d\s^$\\.*+?()[\]{}|/])$/iu, '$1');
  });
}

/** Does a value match? Only texts ever do. Throws MongoError for invalid patterns and those that cannot be had here. */
export function regexTest(pattern: string, options = ''): (value: unknown) => boolean {
  refuseOptions(options);
  const find = compile(pattern, options);
  return (value) => typeof value === 'string' && find(value, 0) !== null;
}

export interface RegexMatch {
  readonly match: string;
  /** In code units of the text. */
  readonly index: number;
  /** Undefined for a group that took no part. */
  readonly captures: readonly (string | undefined)[];
}

/** Finds the matches in a text one after the other. Throws as `regexTest` does. */
export function regexMatches(pattern: string, options: string): (text: string) => Generator<RegexMatch> {
  refuseOptions(options);
  const find = compile(pattern, options, 51111);
  return function* (text) {
    for (let start = 0; start <= text.length; ) {
      const found = find(text, start);
      if (!found) return;
      const [match, ...captures] = found;
      yield { match, index: found.index, captures };
      // An empty match is followed by the next character.
      const step = match === '' ? ((text.codePointAt(found.index) ?? 0) > 0xffff ? 2 : 1) : match.length;
      start = found.index + step;
    }
  };
}

function refuseOptions(options: string): void {
  if (/[^imsux]/.test(options)) throw new MongoError(51108, `invalid flag in regex options: ${options}`);
  if (options.includes('x')) throw notSupported('the regex option x');
}

function compile(pattern: string, options: string, invalid = 51091): Find {
  const translated = translate(pattern, options);
  const flags = ['i', 's'].filter((flag) => options.includes(flag)).join('');
  try {
    const regex = new RegExp(translated, `gu${flags}`);
    const careful = guarded(regex);
    const quickUpTo = quickLength(pattern);
    return (text, start) => {
      if (text.length > quickUpTo) return careful(text, start);
      regex.lastIndex = start;
      return regex.exec(text);
    };
  } catch (error) {
    if (isValid(pattern)) throw notSupported(`the regular expression /${pattern}/`, 'regular expression of PCRE2');
    throw new MongoError(invalid, `Regular expression is invalid: ${(error as Error).message}`);
  }
}

/** Steps that a match may take without a guard: less than a millisecond. */
const quickSteps = 1e5;

/**
 * Up to which length a text cannot be slow to match. Backtracking over k repetitions takes at most length^(k+1) steps,
 * unless a group is repeated: then it can be exponential.
 */
function quickLength(pattern: string): number {
  const count = (signs: RegExp) => pattern.match(signs)?.length ?? 0;
  if (/\)[*+?{]/.test(pattern) || count(/\|/g) > 10) return 0;
  const repetitions = count(/[*+?{]/g);
  return repetitions === 0 ? Number.POSITIVE_INFINITY : quickSteps ** (1 / (repetitions + 1));
}

function isValid(pattern: string): boolean {
  try {
    return new RegExp(pattern) !== undefined;
  } catch {
    return false;
  }
}
