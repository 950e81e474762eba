import { memberPath } from './field-path.js';
import type { Json } from './json-value.js';

/**
 * A place at which two values differ; undefined where one of them has nothing there. Two arrays differ by their lengths
 * alone: what is in them differs at places of its own.
 */
export interface JsonDifference {
  readonly path: string;
  readonly expected: Json | undefined;
  readonly got: Json | undefined;
}

type JsonObject = Readonly<Record<string, Json>>;

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function ownValue(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * Where two JSON values differ, as deep as possible and in the order of the first: the order of an object's keys is
 * none of it, that of an array's entries is. Arrays of other lengths differ by that, and as far as both go.
 */
export function jsonDifferences(expected: Json | undefined, got: Json | undefined, path = ''): JsonDifference[] {
  if (isArray(expected) && isArray(got)) {
    const common = Math.min(expected.length, got.length);
    const inside = Array.from({ length: common }, (_, i) => jsonDifferences(expected[i], got[i], `${path}[${i}]`));
    return [...(expected.length === got.length ? [] : [{ path, expected, got }]), ...inside.flat()];
  }
  if (isObject(expected) && isObject(got))
    return [...new Set([...Object.keys(expected), ...Object.keys(got)])].flatMap((key) =>
      jsonDifferences(ownValue(expected, key), ownValue(got, key), memberPath(path, key)),
    );
  return expected === got ? [] : [{ path, expected, got }];
}
