const minus = '−';

/** Percent with a sign that lines up, `−` and `+`; nothing rounds to a signed zero. */
function signedPercent(percent: number, decimals: number): string {
  const size = Math.abs(percent).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  if (Number(size.replaceAll(',', '')) === 0) return '0 %';
  return `${percent < 0 ? minus : '+'}${size} %`;
}

/** Whole percents from 10 % on, one decimal below; near −100 % as many as it takes to tell 99.2 from 99.9. */
function decimalsOf(percent: number): number {
  if (percent > -100 && percent <= -99) return Math.min(4, Math.ceil(-Math.log10(100 + percent)));
  return Math.abs(percent) < 9.95 ? 1 : 0;
}

/** A change given as after/before: 0.69 is `−31 %`, 1.052 is `+5.2 %`. */
export function formatChange(ratio: number): string {
  const percent = (ratio - 1) * 100;
  return signedPercent(percent, decimalsOf(percent));
}

/** The interval of a change: `−38 % … −22 %`. Both ends have the decimals of the finer one near −100 %, else of the wider one. */
export function formatInterval(interval: { readonly low: number; readonly high: number }): string {
  const percents = [(interval.low - 1) * 100, (interval.high - 1) * 100];
  const widest = percents.reduce((a, b) => (Math.abs(a) > Math.abs(b) ? a : b));
  const decimals = decimalsOf(widest);
  return percents.map((percent) => signedPercent(percent, decimals)).join(' … ');
}

/** How much in a sentence, without a sign: `31 %`, and `4.2 times` from a factor of three on, where percents mislead. */
export function formatAmount(ratio: number): string {
  const factor = ratio < 1 ? 1 / ratio : ratio;
  if (factor < 3 || ratio === 0) return formatChange(ratio).replace(/^[+−]/, '');
  return `${factor.toLocaleString('en-US', { maximumSignificantDigits: 2 })} times`;
}

/** A share with two significant digits, whole percents from 10 % on: 0.0824 is `8.2 %`. */
export function formatSmallShare(share: number): string {
  const percent = share * 100;
  return `${percent < 9.95 ? Number(percent.toPrecision(2)) : Math.round(percent)} %`;
}

/** A difference between two shares, in percentage points: `+1.2 pp`. */
export function formatPoints(before: number, after: number): string {
  const points = (after - before) * 100;
  if (points === 0) return '0 %';
  const size = Math.abs(points).toLocaleString('en-US', { maximumSignificantDigits: 2 });
  return `${points < 0 ? minus : '+'}${size} pp`;
}
