import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

// The formatter keeps code to 120 columns, and leaves comments as they are.

const root = resolve(import.meta.dirname, '..');
const widest = 120;

it('a line of comment is as narrow as a line of code', () => {
  const files = ['src', 'scenarios', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.c?ts$/.test(name))
      .map((name) => join(folder, name)),
  );
  const wide = files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        line.length > widest && /^\s*(\/\/ |\/\*|\* )/.test(line) ? [`${file}:${index + 1}`] : [],
      ),
  );
  expect(wide).toEqual([]);
});
