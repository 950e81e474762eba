/** The path of a member: `items` and `price` make `items.price`; a key that is no name is quoted, `a["b.c"]`. */
export function memberPath(path: string, key: string): string {
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Is the second path, without indexes, the first one or inside it? */
export function holds(outer: string, path: string): boolean {
  if (outer === '' || outer === path) return true;
  return path.startsWith(outer) && ['.', '['].includes(path.charAt(outer.length));
}
