import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Checked, Mistake } from '../../plan/checked.js';
import { checkConfig } from '../../plan/config/check-config.js';
import type { Config } from '../../plan/config/config.js';
import type { Io } from '../edge/io.js';
import { readValueFiles } from './value-files.js';

/** Where a config lies, by its endings. */
export const configNames = ['ts', 'mts', 'mjs', 'js', 'json'].map((ending) => `lotus-bench.config.${ending}`);

function mistaken(where: string, problem: string): { state: 'mistaken'; mistakes: readonly Mistake[] } {
  return { state: 'mistaken', mistakes: [{ where, problem }] };
}

/**
 * The config of the file that the user names, or that lies in the folder they are in; undefined where there is none. A
 * file is code: no other is ever run.
 */
export async function configFile(named: string | undefined, { cwd }: Io): Promise<Checked<Config | undefined>> {
  const there = configNames.filter((name) => existsSync(join(cwd, name)));
  if (named === undefined && there.length > 1)
    return mistaken('--config', `there are ${there.join(' and ')}; name the one that is meant, or remove the others`);
  const name = named ?? there[0];
  if (name === undefined) return { state: 'good', value: undefined };
  const path = resolve(cwd, name);
  if (!existsSync(path)) return mistaken('--config', `there is no file ${path}; name one that is there`);
  const read = path.endsWith('.json') ? readJson(path) : await importFile(path);
  if ('problem' in read) return mistaken(basename(path), read.problem);
  const checked = checkConfig(read.value, basename(path));
  return checked.state === 'good' ? readValueFiles(checked.value, dirname(path)) : checked;
}

type Read = { readonly value: unknown } | { readonly problem: string };

function readJson(path: string): Read {
  try {
    return { value: JSON.parse(readFileSync(path, 'utf8')) };
  } catch (error) {
    return { problem: `is not JSON: ${(error as Error).message}` };
  }
}

async function importFile(path: string): Promise<Read> {
  // Told by Node 22.10 and later; before, no Node reads TypeScript.
  const { typescript = false } = process.features as { typescript?: string | false };
  if (/\.m?ts$/.test(path) && typescript === false)
    return {
      problem: `this Node (${process.version}) cannot read TypeScript; rename it to .mjs, or run Node 22.18 or later`,
    };
  try {
    const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
    if (module.default === undefined) return { problem: 'exports nothing as its default; write export default { … }' };
    return { value: module.default };
  } catch (error) {
    return { problem: failureOf(error, path) };
  }
}

/** What an import says, in one line, with the line of the file where it names one. */
function failureOf(error: unknown, path: string): string {
  const { name = 'Error', message = String(error), stack = '' } = error as Partial<Error>;
  const place = stack.split('\n').find((line) => line.includes(basename(path)));
  const [, line] = /:(\d+)(?::\d+)?\)?$/.exec(place ?? '') ?? [];
  const [first = ''] = message.split('\n');
  const how = name === 'SyntaxError' ? 'is not JavaScript' : 'failed while it was loaded';
  return `${how}${line === undefined ? '' : ` (line ${line})`}: ${first}`;
}
