/**
 * What a target or an arm may leave open, as `{name}` anywhere in a command, a folder or a variable; the run fills it
 * in:
 * - `repository`: the folder of lotus-bench itself;
 * - `source`: the folder of the arm's code;
 * - `folder`: an empty folder for files, one for the whole run, shared by its arms and gone after it;
 * - `database`: the address of a MongoDB database of the arm's own; a run in which nobody asks for one starts none;
 * - `port`: what to listen on, 0 for any free port;
 * - `seed`: the number that made-up data is drawn by.
 */
export type PlaceholderName = 'repository' | 'source' | 'folder' | 'database' | 'port' | 'seed';

export type Placeholders = Readonly<Partial<Record<PlaceholderName, string>>>;

/**
 * The text with its placeholders filled in. What is none, or has no value here, stays as it is: JSON has braces too.
 */
export function fill(text: string, values: Placeholders): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name as PlaceholderName] ?? whole);
}

/** Every value of an object of texts, filled in. */
export function fillAll(texts: Readonly<Record<string, string>>, values: Placeholders): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text, values)]));
}

/** Is a placeholder used anywhere in these plain data? */
export function asksFor(name: PlaceholderName, data: unknown): boolean {
  return JSON.stringify(data).includes(`{${name}}`);
}
