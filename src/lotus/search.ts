/** The words of a text that search looks up: lower case, letters and digits, three at least, each once. */
export function termsOf(...texts: readonly string[]): string[] {
  const words =
    texts
      .join(' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return [...new Set(words)];
}
