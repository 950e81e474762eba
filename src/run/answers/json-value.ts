export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Deeper ones are compared as text: nobody reads a path of so many steps. */
const maxDepth = 100;

/** A string, a bracket or a number: what is neither cannot be mistaken for one outside of strings. */
const token = /"(?:[^"\\]|\\.)*"|[[\]{}]|-?\d[\d.eE+-]*/g;

/** Up to so many characters a double keeps every digit of a number. */
const exactDigits = 15;

/**
 * The value of a JSON text; undefined for any other text, and for numbers and strings alone: those are as well compared
 * as text. A number with more digits than a double keeps becomes a string, so that 9007199254740993 is not taken for
 * its neighbour.
 */
export function jsonValue(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let [depth, deepest] = [0, 0];
  const exact = text.replace(token, (found) => {
    if (found === '[' || found === '{') deepest = Math.max(deepest, ++depth);
    if (found === ']' || found === '}') depth--;
    const isLong = /^-?\d/.test(found) && found.length > exactDigits;
    return isLong && String(Number(found)) !== found ? `"${found}"` : found;
  });
  if (deepest > maxDepth) return undefined;
  try {
    return JSON.parse(exact) as Json;
  } catch {
    return undefined;
  }
}
