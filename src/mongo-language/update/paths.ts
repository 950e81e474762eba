import { MongoError } from '../values/errors.js';

/** The identifier in `$[name]`, empty in `$[]`; undefined for a part that is none. */
export function identifierIn(part: string): string | undefined {
  return /^\$\[(.*)\]$/.exec(part)?.[1];
}

/** Is this part no name of a field, but `$`, `$[]` or `$[name]`? */
export const isDynamic = (part: string) => part === '$' || identifierIn(part) !== undefined;

/** Takes an update's path apart. Throws what mongod does for empty parts and for positional ones in a wrong place. */
export function readPath(path: string): readonly string[] {
  if (path === '') throw new MongoError(56, 'An empty update path is not valid.');
  const parts = path.split('.');
  const [first = ''] = parts;
  if (parts.includes(''))
    throw new MongoError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  if (first === '$')
    throw new MongoError(2, `Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  if (identifierIn(first) !== undefined)
    throw new MongoError(
      2,
      `Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '${path}'`,
    );
  if (parts.filter((part) => part === '$').length > 1)
    throw new MongoError(2, `Too many positional (i.e. '$') elements found in path '${path}'`);
  return parts;
}
