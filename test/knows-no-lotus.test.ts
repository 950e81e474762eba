import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

// Lotus is one target among others: the bench learns of it from scenarios/ alone.

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'src');

/** The name of the tool, as it is written in texts, code, variables and databases. */
const toolName = /lotus[-_]?bench/gi;
/** What only that server reads, or publishes. */
const itsOwn = /lotus|MONGODB_URI/i;

function linesThatName(text: string): string[] {
  return text.split('\n').filter((line) => itsOwn.test(line.replaceAll(toolName, '')));
}

it('outside src/lotus nothing in src names Lotus, or what it alone reads', () => {
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.startsWith(join(source, 'lotus')));
  expect(files.length).toBeGreaterThan(200);
  const found = files.flatMap((path) =>
    linesThatName(`${relative(root, path)}\n${readFileSync(path, 'utf8')}`).map(
      (line) => `${relative(root, path)}: ${line}`,
    ),
  );
  expect(found).toEqual([]);
});

it.each(['the Lotus server', "env: 'LOTUS_SEED'", "channel('lotus.database.query')", 'MONGODB_URI: uri'])(
  'it would be found: %s',
  (line) => {
    expect(linesThatName(`one line\n${line} // lotus-bench`)).toHaveLength(1);
  },
);

it('and the name of the tool is not its name', () => {
  expect(linesThatName('lotus-bench, LOTUS_BENCH_SOCKET, lotusBench, lotusbench_run_template')).toEqual([]);
});
