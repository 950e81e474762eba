/**
 * The text that every match begins with, for a pattern like `^abc`; undefined where there is none to be sure of:
 * without an anchor, with alternatives, or when case or lines do not count.
 */
export function prefixOf(pattern: string, flags: string): string | undefined {
  if (/[imx]/.test(flags) || pattern.includes('|')) return undefined;
  const anchored = /^(?:\^|\\A)(.*)$/su.exec(pattern)?.[1];
  if (anchored === undefined) return undefined;
  let prefix = '';
  for (const token of anchored.match(/\\[^a-z\d]|[^\\]|\\./gisu) ?? []) {
    if (/^[*?{]$/.test(token)) {
      // The sign before it may come no time at all.
      prefix = [...prefix].slice(0, -1).join('');
      break;
    }
    if (/^[[\](){}.+$^*?]$/.test(token) || /^\\[a-z\d]$/i.test(token)) break;
    prefix += token.replace('\\', '') || '\\';
  }
  return prefix === '' ? undefined : prefix;
}
