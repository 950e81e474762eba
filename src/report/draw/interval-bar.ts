/** A scale of ratios on which intervals are drawn, `width` columns wide. */
export interface RatioScale {
  readonly low: number;
  readonly high: number;
  readonly width: number;
}

/** A scale that holds all of these ratios, and 1. */
export function scaleOver(ratios: readonly number[], width: number): RatioScale {
  const all = [...ratios, 1].filter((ratio) => ratio > 0 && Number.isFinite(ratio));
  return { low: Math.min(...all), high: Math.max(...all), width };
}

/**
 * `  ├──●─┤   │`: an interval and its estimate, with marks where there is no change (│) and where the wanted one (┊).
 */
export function intervalBar(
  { ratio, low, high }: { readonly ratio: number; readonly low: number; readonly high: number },
  scale: RatioScale,
  wanted?: number,
): string {
  const span = Math.log(scale.high / scale.low);
  const columnOf = (value: number) => {
    const share = span === 0 ? 0 : Math.log(value / scale.low) / span;
    return Math.round(Math.min(1, Math.max(0, share)) * (scale.width - 1));
  };
  const cells = Array.from({ length: scale.width }, () => ' ');
  cells[columnOf(1)] = '│';
  if (wanted !== undefined) cells[columnOf(wanted)] = '┊';
  for (let i = columnOf(low); i <= columnOf(high); i++) cells[i] = '─';
  cells[columnOf(low)] = '├';
  cells[columnOf(high)] = '┤';
  cells[columnOf(ratio)] = '●';
  return cells.join('').trimEnd();
}
