import type { z } from 'zod';

/** A fault in a config: the way to it, and what is wrong there. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
}

/** `requests[2].weight`, `headers["x-key"]`; empty for the whole. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = String(key);
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

/** Is it of another type altogether than this form of a union? */
function isOtherType(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.some(
    ({ code, path }) =>
      path.length === 0 && (code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union'),
  );
}

/** All faults behind one of zod's issues: the keys of one, or what the form of a union lacks that was meant. */
export function faultsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): Fault[] {
  const path = [...above, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const problems = issue.message.split('\n');
      return issue.keys.map((key, i) => ({ path: [...path, key], problem: problems[i] ?? '' }));
    }
    case 'invalid_key':
      return [{ path, problem: issue.issues[0]?.message ?? issue.message }];
    case 'invalid_union': {
      const meant = issue.errors.find((issues) => !isOtherType(issues));
      if (meant) return meant.flatMap((inner) => faultsOf(inner, path));
      return [{ path, problem: issue.message }];
    }
    default:
      return [{ path, problem: issue.message }];
  }
}
