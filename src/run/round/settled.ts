/** An amount that the pilot has settled. Throws RangeError for one that it left open. */
export function settled(amount: number | 'auto'): number {
  if (amount === 'auto') throw new RangeError('the pilot left an amount open');
  return amount;
}
