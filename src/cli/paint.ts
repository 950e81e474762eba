import { Chalk } from 'chalk';
import { type Paint, plainPaint } from '../report/paint.js';
import type { Io, OutputStream } from './io.js';

/** Colours where a person looks on, and nobody asked for none (no-color.org). */
export function paintFor(stream: OutputStream, io: Io): Paint {
  if (!stream.isTTY || io.env.NO_COLOR) return plainPaint;
  const chalk = new Chalk({ level: 1 });
  return { good: chalk.green, bad: chalk.red, warn: chalk.yellow, dim: chalk.dim, bold: chalk.bold };
}
