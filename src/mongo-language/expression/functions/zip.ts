import type { Document } from 'bson';
import { MongoError } from '../../values/errors.js';
import { isDocument, typeAlias } from '../../values/values.js';
import type { Signature } from './signature.js';

const known = new Set(['inputs', 'defaults', 'useLongestLength']);

/**
 * Reads `{inputs: […], defaults: […], useLongestLength: true}`; the expressions of both lists are evaluated, the flag
 * goes along as it is.
 */
function read(argument: unknown): readonly unknown[] {
  if (!isDocument(argument))
    throw new MongoError(34460, `$zip only supports an object as an argument, found ${typeAlias(argument)}`);
  const unknown = Object.keys(argument).find((name) => !known.has(name));
  if (unknown !== undefined) throw new MongoError(34464, `$zip found an unknown argument: ${unknown}`);
  const { inputs, defaults = [], useLongestLength = false } = argument as Document;
  if (!Array.isArray(inputs))
    throw new MongoError(34461, `inputs must be an array of expressions, found ${typeAlias(inputs)}`);
  if (!Array.isArray(defaults))
    throw new MongoError(34462, `defaults must be an array of expressions, found ${typeAlias(defaults)}`);
  if (typeof useLongestLength !== 'boolean')
    throw new MongoError(34463, `useLongestLength must be a bool, found ${typeAlias(useLongestLength)}`);
  if (inputs.length === 0) throw new MongoError(34465, '$zip requires at least one input array');
  if (defaults.length > 0 && !useLongestLength)
    throw new MongoError(34466, 'cannot specify defaults unless useLongestLength is true');
  if (defaults.length > 0 && defaults.length !== inputs.length)
    throw new MongoError(34467, 'defaults and inputs must have the same length');
  return [inputs, defaults, { $literal: useLongestLength }];
}

/** `$zip`: the first members together, the second ones together, and so on. */
export const zip: Signature = {
  read,
  nullThrough: false,
  bind: () => (inputs, defaults, useLongestLength) => {
    const arrays = inputs as readonly unknown[];
    if (arrays.some((array) => array === null || array === undefined)) return null;
    const lists = arrays.map((array) => {
      if (Array.isArray(array)) return array as readonly unknown[];
      throw new MongoError(34468, `$zip found a non-array expression in input: ${typeAlias(array)}`);
    });
    const lengths = lists.map(({ length }) => length);
    const length = useLongestLength === true ? Math.max(...lengths) : Math.min(...lengths);
    const instead = defaults as readonly unknown[];
    return Array.from({ length }, (_, index) =>
      lists.map((list, from) => (index < list.length ? (list[index] ?? null) : (instead[from] ?? null))),
    );
  },
};
