import { editDistance } from '../../flags/nearest.js';

const mostShown = 40;

/** A value as a mistake names it: a text in quotes, cut where it is long; the kind of whatever has no short form. */
function shown(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > mostShown ? `${value.slice(0, mostShown)}…` : value);
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'function') return 'a function';
  if (value instanceof Promise) return 'a promise';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/** What is wrong with a value that is missing, or is not what is wanted. */
export function notWanted(wanted: string, input: unknown): string {
  return input === undefined ? `is missing; it must be ${wanted}` : `must be ${wanted}, got ${shown(input)}`;
}

/** The known name that was meant, where one is so near that it can only be a slip: two letters, or a third of them. */
function meantBy(wrong: string, known: readonly string[]): string | undefined {
  const near = known
    .map((name) => ({ name, distance: editDistance(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(wrong.length / 3)))
    .toSorted((a, b) => a.distance - b.distance);
  return near[0]?.name;
}

/** The remedy for a name that is not known: the one that was meant, or all that there are. */
export function insteadOf(wrong: string, known: readonly string[]): string {
  const meant = meantBy(wrong, known);
  return meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}?`;
}
