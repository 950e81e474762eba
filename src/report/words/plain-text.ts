import { stripVTControlCharacters } from 'node:util';

/**
 * Text from a server, an error or a user as one harmless line: no colour codes, no control or direction characters,
 * no line breaks. Failure details quote what a server wrote, and that must not repaint the report.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
}

/**
 * Text from a server with its control and direction characters spelled out, `\u001b`: where two texts are shown
 * because they differ, nothing in them may be lost.
 */
export function visibleText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (found) =>
    [...found].map((each) => `\\u${(each.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join(''),
  );
}

/**
 * A space at which a line may end: not within `31 %`, `−38 % … −22 %` or `12 rounds`, nor before a mark (`p95 * [2]`).
 */
const breakable = / (?![%…*[])(?<!… )(?<!\d (?=\p{L}))/u;

/**
 * The text in lines of at most `columns`, later lines indented by `indent` spaces. A number stays with
 * the word after it; a word longer than a line is cut.
 */
export function wrap(text: string, columns: number, indent = 0): string[] {
  const lines: string[] = [];
  let line = '';
  const widthOf = () => Math.max(8, columns - (lines.length > 0 ? indent : 0));
  for (const word of text.split(breakable)) {
    let rest = word;
    if (line !== '' && line.length + 1 + rest.length > widthOf()) {
      lines.push(line);
      line = '';
    }
    while (rest.length > widthOf()) {
      const space = rest.lastIndexOf(' ', widthOf());
      const end = space > 0 ? space : widthOf();
      lines.push(rest.slice(0, end));
      rest = rest.slice(end).trimStart();
    }
    line = line === '' ? rest : `${line} ${rest}`;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines.map((each, index) => (index === 0 ? each : ' '.repeat(indent) + each));
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `1 round`, `2 rounds`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
