import { BSONRegExp } from 'bson';
import { MongoError, notSupported } from '../errors.js';

/** A repeated group that itself holds a repetition: JavaScript's backtracking can take years on it (`^(a+)+$`). */
const nestedRepetition = /\((?:[^()\\]|\\.)*[+*}](?:[^()\\]|\\.)*\)[+*{]/;
/** Alternatives under a repetition, as in `(a|a)*`, can backtrack just as badly. */
const repeatedAlternatives = /\((?:[^()\\]|\\.)*\|(?:[^()\\]|\\.)*\)[+*{]/;

/**
 * A regular expression as JavaScript's, for patterns that mean the same there as in mongod's PCRE2.
 *
 * Refuses the ones that do not, and the ones whose backtracking could hold the whole server: PCRE2 has a match limit,
 * JavaScript has none.
 */
export function compileRegex(pattern: string, options = ''): RegExp {
  if (/[^imsux]/.test(options)) throw new MongoError(51108, `invalid flag in regex options: ${options}`);
  if (options.includes('x')) throw notSupported('the regex option x');
  if (/\(\?(?![:=!<])|\(\?<[A-Za-z]|\\[ZAGQEzXRKH]|[+*?}]\+|\[\[:/.test(pattern))
    throw notSupported(`the regular expression /${pattern}/`);
  if (nestedRepetition.test(pattern) || repeatedAlternatives.test(pattern)) {
    throw notSupported(`the regular expression /${pattern}/, whose repetition of a repetition could hold the server,`);
  }
  try {
    return new RegExp(pattern, `${options.replace(/[xu]/g, '')}u`);
  } catch (error) {
    throw new MongoError(51091, `Regular expression is invalid: ${(error as Error).message}`);
  }
}

/** Does a value, or a text, match? Symbols and numbers never do. */
export function regexTest(regex: RegExp): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && regex.test(value);
}

export function regexOf(value: BSONRegExp | RegExp): RegExp {
  return value instanceof BSONRegExp
    ? compileRegex(value.pattern, value.options)
    : compileRegex(value.source, value.flags);
}
