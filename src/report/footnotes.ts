import { plainText } from './plain-text.js';

/** A remark under a table, and the rows that it is about. */
export interface Footnote {
  readonly number: number;
  readonly labels: readonly string[];
  readonly text: string;
}

/** Numbers the remarks of one table in the order in which its rows are read; rows with the same remark share a number. */
export class Footnotes {
  readonly #labelsByText = new Map<string, string[]>();

  /** The number of the remark, which is new or already there. */
  add(label: string, remark: string): number {
    const text = plainText(remark);
    const labels = this.#labelsByText.get(text) ?? [];
    if (!labels.includes(label)) labels.push(label);
    this.#labelsByText.set(text, labels);
    return [...this.#labelsByText.keys()].indexOf(text) + 1;
  }

  all(): Footnote[] {
    return [...this.#labelsByText].map(([text, labels], index) => ({ number: index + 1, labels, text }));
  }
}

/** A footnote as text without its number: `p90, p95: not measured: 240 requests per round are too few`. */
export function footnoteText({ labels, text }: Footnote): string {
  return `${labels.join(', ')}: ${text}`;
}
