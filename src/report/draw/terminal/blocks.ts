import { wrap } from '../../words/plain-text.js';
import type { Paint } from '../paint.js';

/** Where a report is drawn. */
export interface Canvas {
  readonly paint: Paint;
  readonly columns: number;
}

export type Tone = (text: string) => string;

/** Text in lines that fit, each painted. */
export function paragraph(text: string, { columns }: Canvas, tone: Tone, indent = 0): string {
  return wrap(text, columns, indent).map(tone).join('\n');
}

/** `Label   text`, the text wrapped beside its label. */
export function labelled(entries: readonly { label: string; text: string }[], { paint, columns }: Canvas): string {
  const width = Math.max(...entries.map(({ label }) => label.length)) + 2;
  return entries
    .map(({ label, text }) => {
      const [first = '', ...rest] = wrap(text, columns - width);
      const lines = [paint.dim(label.padEnd(width)) + first, ...rest.map((line) => ' '.repeat(width) + line)];
      return lines.join('\n');
    })
    .join('\n');
}

/** A list. */
export function bullets(texts: readonly string[], canvas: Canvas, tone: Tone): string {
  return texts.map((text) => paragraph(`- ${text}`, canvas, tone, 2)).join('\n');
}
