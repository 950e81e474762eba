/**
 * A JSON text with a value put in at a path, or taken out where it is undefined. Throws when the path leads nowhere.
 */
export function editedJson(text: string, path: readonly (string | number)[], value?: unknown): string {
  const whole: unknown = JSON.parse(text);
  const parent = path.slice(0, -1).reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), whole);
  if (typeof parent !== 'object' || parent === null) throw new Error(`there is no ${path.join('.')}`);
  Reflect.set(parent, path.at(-1) ?? '', value);
  return JSON.stringify(whole);
}
