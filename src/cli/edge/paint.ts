import { Chalk } from 'chalk';
import { type Paint, plainPaint } from '../../report/draw/paint.js';
import type { Canvas } from '../../report/draw/terminal/blocks.js';
import type { Io, OutputStream } from './io.js';

/** Colours where a person looks on, and nobody asked for none (no-color.org). */
function paintFor(stream: OutputStream, io: Io): Paint {
  if (!stream.isTTY || io.env.NO_COLOR) return plainPaint;
  const chalk = new Chalk({ level: 1 });
  return { good: chalk.green, bad: chalk.red, warn: chalk.yellow, dim: chalk.dim, bold: chalk.bold };
}

/** The narrowest and widest that tables are drawn. */
const widths = { least: 60, most: 140 };

/** Where a report is drawn on standard output: its paint, and as many columns as there are, within reason. */
export function canvasFor(io: Io): Canvas {
  const columns = Math.min(widths.most, Math.max(widths.least, io.stdout.columns));
  return { paint: paintFor(io.stdout, io), columns };
}

/** Where a report is drawn that goes to a file. */
export const fileCanvas: Canvas = { paint: plainPaint, columns: 100 };
