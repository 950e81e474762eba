import type { Unit } from '../model/metrics.js';

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

/** The scales of each unit, largest first. */
const scales: Readonly<Record<Unit, readonly Scale[]>> = {
  us: microsecondScales,
  ms: microsecondScales.map(({ size, symbol }) => ({ size: size / 1e3, symbol })),
  bytes: [
    { size: 2 ** 30, symbol: ' GiB' },
    { size: 2 ** 20, symbol: ' MiB' },
    { size: 2 ** 10, symbol: ' KiB' },
    { size: 1, symbol: ' B' },
  ],
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
 * `512 ms` and `353 ms`, or `1.20 s` and `0.35 s`. The largest value picks the unit and has three significant digits; the
 * smallest keeps two. Values too far apart for that have each their own unit: `2.50 s` and `812 µs`.
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
