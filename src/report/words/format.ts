import type { Unit } from '../../model/metrics.js';

interface Scale {
  /** How many of the metric's own units one of these is. */
  readonly size: number;
  readonly symbol: string;
}

const microsecondScales: readonly Scale[] = [
  { size: 1e6, symbol: ' s' },
  { size: 1e3, symbol: ' ms' },
  { size: 1, symbol: ' µs' },
];

const byteScales: readonly Scale[] = [
  { size: 2 ** 30, symbol: ' GiB' },
  { size: 2 ** 20, symbol: ' MiB' },
  { size: 2 ** 10, symbol: ' KiB' },
  { size: 1, symbol: ' B' },
];

/** The scales of each unit, largest first. */
const scales: Readonly<Record<Unit, readonly Scale[]>> = {
  us: microsecondScales,
  ms: microsecondScales.map(({ size, symbol }) => ({ size: size / 1e3, symbol })),
  bytes: byteScales,
  bytesPerSecond: byteScales.map(({ size, symbol }) => ({ size, symbol: `${symbol}/s` })),
  perSecond: [{ size: 1, symbol: '/s' }],
  count: [{ size: 1, symbol: '' }],
  share: [{ size: 0.01, symbol: ' %' }],
};

const maxDecimals = 3;

/** Decimals with which a number shows so many significant digits: 1.234 at three has 2. */
function decimalsFor(value: number, significantDigits: number): number {
  if (value === 0) return 0;
  const wholeDigits = Math.floor(Math.log10(Math.abs(value))) + 1;
  return Math.max(0, significantDigits - wholeDigits);
}

function grouped(value: number, decimals: number): string {
  // A small number beside a large one must not be rounded to a zero that was never measured.
  if (value === 0) return '0';
  if (Math.abs(value) < 0.5 * 10 ** -decimals) return value.toPrecision(1);
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** The largest scale that leaves this value at one or more; the smallest one for less. */
function scaleFor(size: number, unit: Unit): Scale {
  return scales[unit].find((scale) => size >= scale.size) ?? scales[unit].at(-1) ?? { size: 1, symbol: '' };
}

/**
 * Values of one metric as text, in the same unit and with the same decimals, so that they can be compared at a glance:
 * `512 ms` and `353 ms`, or `1.20 s` and `0.35 s`. The largest value picks the unit and has three significant digits;
 * the smallest keeps two. Values too far apart for that have each their own unit: `2.50 s` and `812 µs`.
 */
export function formatTogether(values: readonly number[], unit: Unit): string[] {
  const scale = scaleFor(Math.max(...values.map(Math.abs), 0), unit);
  const sizes = values.map((value) => Math.abs(value) / scale.size).filter((size) => size > 0);
  const least = Math.min(...sizes);
  const hasSmallerUnit = scale !== scales[unit].at(-1);
  if (values.length > 1 && hasSmallerUnit && decimalsFor(least, 2) > maxDecimals) {
    return values.flatMap((value) => formatTogether([value], unit));
  }
  const wanted = Math.max(decimalsFor(Math.max(...sizes), 3), decimalsFor(least, 2));
  const decimals = sizes.every(Number.isInteger) ? 0 : Math.min(maxDecimals, wanted);
  return values.map((value) => grouped(value / scale.size, decimals) + scale.symbol);
}

/** One value, in the unit that suits it. */
export function formatValue(value: number, unit: Unit): string {
  return formatTogether([value], unit).join('');
}

/** A stretch of wall time in words: `41 s`, `3 min 20 s`, `1 h 5 min`. */
export function formatElapsed(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

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

/**
 * The interval of a change: `−38 % … −22 %`. Both ends have the decimals of the finer one near −100 %, else of the
 * wider one.
 */
export function formatInterval(interval: { readonly low: number; readonly high: number }): string {
  const percents = [(interval.low - 1) * 100, (interval.high - 1) * 100];
  const widest = percents.reduce((a, b) => (Math.abs(a) > Math.abs(b) ? a : b));
  const decimals = decimalsOf(widest);
  return percents.map((percent) => signedPercent(percent, decimals)).join(' … ');
}

/**
 * How much in a sentence, without a sign: `31 %`, and `4.2 times` from a factor of three on, where percents mislead.
 */
export function formatAmount(ratio: number): string {
  const factor = ratio < 1 ? 1 / ratio : ratio;
  if (factor < 3 || ratio === 0) return formatChange(ratio).replace(/^[+−]/, '');
  return `${factor.toLocaleString('en-US', { maximumSignificantDigits: 2 })} times`;
}

/** A share with two significant digits, whole percents from 10 % on: 0.0824 is `8.2 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return `${percent < 9.95 ? Number(percent.toPrecision(2)) : Math.round(percent)} %`;
}

/** A share in whole percents, for what is known no better: 0.0824 is `8 %`. */
export function formatWholeShare(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A difference between two shares, in percentage points: `+1.2 pp`. */
export function formatPoints(before: number, after: number): string {
  const points = (after - before) * 100;
  if (points === 0) return '0 %';
  const size = Math.abs(points).toLocaleString('en-US', { maximumSignificantDigits: 2 });
  return `${points < 0 ? minus : '+'}${size} pp`;
}
