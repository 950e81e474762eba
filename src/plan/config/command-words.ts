import type { Checked } from '../checked.js';

/** What only a shell understands, outside of quotes. */
const shellSigns = new Set(['|', '&', ';', '<', '>', '$', '`', '(', ')', '*', '?', '\n']);

/**
 * A command as its words: split at spaces; 'single' and "double" quotes and backslashes as in a POSIX shell (Shell
 * Command Language, 2.2). Nothing is substituted: what asks for that is a mistake, told with `where`.
 */
export function commandWords(command: string | readonly string[], where: string): Checked<readonly string[]> {
  const mistaken = (problem: string) => ({ state: 'mistaken', mistakes: [{ where, problem }] }) as const;
  if (typeof command !== 'string')
    return command.length > 0 ? { state: 'good', value: command } : mistaken('an empty command; write the server’s');
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let i = 0; i < command.length; i++) {
    const sign = command.charAt(i);
    if (quote !== undefined) {
      if (sign === quote) quote = undefined;
      else if (sign === '\\' && quote === '"') word += command.charAt(++i);
      else word += sign;
    } else if (sign === "'" || sign === '"') {
      quote = sign;
      word ??= '';
    } else if (sign === '\\') word = (word ?? '') + command.charAt(++i);
    else if (/\s/.test(sign) && sign !== '\n') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (shellSigns.has(sign)) {
      const shown = sign === '\n' ? 'a line break' : `"${sign}"`;
      return mistaken(`${shown} is for a shell, and none is used; put it into a script, or write sh -c '…'`);
    } else word = (word ?? '') + sign;
  }
  if (quote !== undefined) return mistaken(`the quote ${quote} is not closed`);
  if (word !== undefined) words.push(word);
  return words.length > 0 ? { state: 'good', value: words } : mistaken('an empty command; write the server’s');
}
