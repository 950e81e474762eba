import { createContext, Script } from 'node:vm';
import { MongoError, notSupported } from '../errors.js';

/** The time that the matching of one regular expression may take in one command. PCRE2 has a match limit, JavaScript has none. */
const budgetMs = 1000;
/** Texts so short cannot be slow under one quantifier of one sign. */
const shortText = 1000;

const runner = createContext({ regex: /x/u, text: '' });
const match = new Script('regex.test(text)');

/** Tests a text, and gives up when the budget is spent: a running match can be interrupted only from a script with a timeout. */
function guarded(regex: RegExp): (text: string) => boolean {
  let leftMs = budgetMs;
  return (text) => {
    const startedMs = performance.now();
    runner.regex = regex;
    runner.text = text;
    try {
      return match.runInContext(runner, { timeout: Math.max(1, Math.ceil(leftMs)) }) as boolean;
    } catch {
      throw notSupported(`the regular expression ${regex}, whose backtracking takes more than ${budgetMs} ms,`);
    } finally {
      leftMs -= performance.now() - startedMs;
    }
  };
}

/** Outside a class; what JavaScript reads as PCRE2 does is not here. PCRE2's dot and anchors know one line end, `\n`. */
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
    if (unlikePcre.test(token)) throw notSupported(`the regular expression /${pattern}/`);
    if (token.startsWith('[')) return token.replaceAll('\\s', '\\t-\\r ').replace(/\\([^\w\s\\\]^-])/gu, '$1');
    if (options.includes('s') && token === '.') return token;
    // JavaScript lets only syntax be escaped, PCRE2 any sign.
    return table[token] ?? token.replace(/^\\([^\w\s^$\\.*+?()[\]{}|/])$/u, '$1');
  });
}

/** Does a value match? Only texts ever do. Throws MongoError for invalid patterns and those that cannot be had here. */
export function regexTest(pattern: string, options = ''): (value: unknown) => boolean {
  if (/[^imsux]/.test(options)) throw new MongoError(51108, `invalid flag in regex options: ${options}`);
  if (options.includes('x')) throw notSupported('the regex option x');
  const test = compile(pattern, options);
  return (value) => typeof value === 'string' && test(value);
}

function compile(pattern: string, options: string): (text: string) => boolean {
  const translated = translate(pattern, options);
  const flags = ['i', 's'].filter((flag) => options.includes(flag)).join('');
  try {
    const regex = new RegExp(translated, `u${flags}`);
    const careful = guarded(regex);
    const quantifiers = /[(|]/.test(pattern) ? 2 : (pattern.match(/[*+?{]/g)?.length ?? 0);
    return (text) =>
      quantifiers === 0 || (quantifiers === 1 && text.length <= shortText) ? regex.test(text) : careful(text);
  } catch (error) {
    if (isValid(pattern)) throw notSupported(`the regular expression /${pattern}/`);
    throw new MongoError(51091, `Regular expression is invalid: ${(error as Error).message}`);
  }
}

function isValid(pattern: string): boolean {
  try {
    return new RegExp(pattern) !== undefined;
  } catch {
    return false;
  }
}
