const marks = '▁▂▃▄▅▆▇█';

/** A series as a line of blocks, from its least to its most; a blank where nothing was measured. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const least = Math.min(...known);
  const span = Math.max(...known) - least;
  const markOf = (value: number) => marks[span === 0 ? 0 : Math.round(((value - least) / span) * (marks.length - 1))];
  return values.map((value) => (value === null ? ' ' : markOf(value))).join('');
}
