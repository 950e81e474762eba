/**
 * The numbers of a report in the order in which they stand, so that two wordings of the same facts can be compared.
 * Digests are left out: they are no numbers. `1,204` is 1204, `−3.1` and `-3.1` are -3.1.
 */
export function numbersIn(text: string): number[] {
  const found = text.replace(/\b[0-9a-f]{16,}\b/g, '').match(/(?<![\w.])[−-]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?/g) ?? [];
  return found.map((number) => Number(number.replaceAll(',', '').replace('−', '-')) + 0);
}
