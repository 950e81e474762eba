import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { metricIds, metricOf } from '../src/model/metrics.js';

// English is made in src/report/words, and in src/cli for mistakes in usage. The rooms below pass kinds and numbers.

const root = resolve(import.meta.dirname, '..');
const wordless = ['stats', 'gate', 'model', 'report/select', 'report/draw', 'report/export', 'run', 'rig'];

/** Labels and groups of metrics are names, not sentences. */
const names: ReadonlySet<string> = new Set(metricIds.map(metricOf).flatMap(({ label, group }) => [label, group]));

/** A comment, a regular expression, a string or a template: whichever begins first. */
const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<=[(,=:[!&|?{;]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;

/** Three or more lower-case words in a row. What is in `${}` is code. */
function isSentence(literal: string): boolean {
  if (names.has(literal.slice(1, -1))) return false;
  const text = literal.slice(1, -1).replace(/\$\{[^}]*\}/g, '#');
  return /(?<![\w-])[a-z]+[,;:]? [a-z]+[,;:]? [a-z]+(?![\w-])/.test(text);
}

/**
 * The sentences in a source text, but for those of a RangeError or TypeError: it is a fault of the caller, for whoever
 * mends the code, and no user reads it in a report.
 */
function sentencesIn(text: string): string[] {
  const found = [...text.matchAll(token)].filter(([literal]) => !literal.startsWith('/') && isSentence(literal));
  const isContract = (index: number) => /new (Range|Type)Error\(\s*$/.test(text.slice(0, index));
  return found.filter(({ index }) => !isContract(index)).map(([literal]) => literal);
}

function sentencesOf(rooms: readonly string[]): string[] {
  const files = rooms.flatMap((room) =>
    readdirSync(join(root, 'src', room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(root, 'src', room, name)),
  );
  return files.flatMap((file) => {
    const name = relative(root, file);
    return sentencesIn(readFileSync(file, 'utf8')).map((text) => `${name}: ${text}`);
  });
}

it('a sentence is told from names, code and comments', () => {
  const text = [
    "const a = 'no round was measured'; // it's a comment that is long",
    `const b = \`\${count} rounds were redone now\`; const c = 'no difference'; const d = 'generator-out-of-resources';`,
    "throw new RangeError('no rounds to judge'); throw new Error('no rounds to judge');",
    '/** Not "a sentence of code" either. */',
    "text.replace(/[`'/]/g, 'database commands per request')",
  ].join('\n');
  expect(sentencesIn(text)).toEqual([
    "'no round was measured'",
    `\`\${count} rounds were redone now\``,
    "'no rounds to judge'",
  ]);
});

it('the rooms that measure, judge, select and draw make no sentence', () => {
  expect(sentencesOf(wordless)).toEqual([]);
});
