import { BSONRegExp, Int32 } from 'bson';
import { MongoError } from '../../values/errors.js';
import { type RegexMatch, regexMatches } from '../../values/regex.js';
import { isDocument, typeAlias } from '../../values/values.js';
import type { Signature } from './signature.js';

/** Reads `{input, regex, options}`, with the errors that these three operators have of their own. */
const read: Signature['read'] = (argument, operator) => {
  if (!isDocument(argument))
    throw new MongoError(51103, `${operator} expects an object of named arguments but found: ${typeAlias(argument)}`);
  const unknown = Object.keys(argument).find((name) => !['input', 'regex', 'options'].includes(name));
  if (unknown !== undefined) throw new MongoError(31024, `${operator} found an unknown argument: ${unknown}`);
  if (argument.input === undefined) throw new MongoError(31022, `${operator} requires 'input' parameter`);
  if (argument.regex === undefined) throw new MongoError(31023, `${operator} requires 'regex' parameter`);
  return [argument.input, argument.regex, argument.options ?? null];
};

/** The pattern and the options that go with it; undefined where one is null. */
function patternOf(regex: unknown, options: unknown): readonly [pattern: string, options: string] | undefined {
  if (options !== null && options !== undefined && typeof options !== 'string')
    throw new MongoError(51106, "needs 'options' to be of type string");
  if (regex === null || regex === undefined) return undefined;
  if (typeof regex === 'string') return [regex, options ?? ''];
  if (!(regex instanceof BSONRegExp)) throw new MongoError(51105, "needs 'regex' to be of type string or regex");
  if (typeof options === 'string' && regex.options !== '')
    throw new MongoError(51107, "found regex option(s) specified in both 'regex' and 'option' fields");
  return [regex.pattern, options ?? regex.options];
}

/** An operator that makes something of the matches in a text; `none` where text or pattern is null. */
const searching = (none: unknown, answer: (matches: Iterable<RegexMatch>, text: string) => unknown): Signature => ({
  read,
  nullThrough: false,
  bind: () => {
    // Compiled once for a command, in which each pattern has its budget of time.
    const compiled = new Map<string, ReturnType<typeof regexMatches>>();
    return (input, regex, options) => {
      if (input !== null && input !== undefined && typeof input !== 'string')
        throw new MongoError(51104, "needs 'input' to be of type string");
      const pattern = patternOf(regex, options);
      if (!pattern) return none;
      const key = pattern.join('\0');
      const matches = compiled.get(key) ?? regexMatches(...pattern);
      compiled.set(key, matches);
      return typeof input === 'string' ? answer(matches(input), input) : none;
    };
  },
});

const shown = ({ match, index, captures }: RegexMatch, text: string) => ({
  match,
  idx: new Int32([...text.slice(0, index)].length),
  captures: captures.map((capture) => capture ?? null),
});

export const regexFunctions: Readonly<Record<string, Signature>> = {
  $regexMatch: searching(false, ([first]) => first !== undefined),
  $regexFind: searching(null, ([first], text) => (first ? shown(first, text) : null)),
  $regexFindAll: searching([], (matches, text) => Array.from(matches, (match) => shown(match, text))),
};
