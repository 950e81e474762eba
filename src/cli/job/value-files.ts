import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Checked } from '../../plan/checked.js';
import type { Config } from '../../plan/config/config.js';
import { type FileText, valueFilesOf, withFileValues } from '../../plan/config/value-files.js';

/** The config with the values that its files hold; a relative file lies in `folder`. */
export function readValueFiles(config: Config, folder: string): Checked<Config> {
  const texts = new Map<string, FileText>();
  for (const file of valueFilesOf(config)) texts.set(file, textOf(resolve(folder, file)));
  return withFileValues(config, texts);
}

function textOf(path: string): FileText {
  try {
    return { text: readFileSync(path, 'utf8') };
  } catch (error) {
    return { problem: `cannot be read (${(error as NodeJS.ErrnoException).code}); name a file that is there` };
  }
}
