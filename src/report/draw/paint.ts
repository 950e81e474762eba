/**
 * How words are coloured. Handed in by the caller, who knows the terminal; every function returns its text, coloured or
 * not.
 */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const asItIs = (text: string) => text;

/** No colour: for files, pipes and NO_COLOR. */
export const plainPaint: Paint = { good: asItIs, bad: asItIs, warn: asItIs, dim: asItIs, bold: asItIs };
