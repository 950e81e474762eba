import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

// docs/traps.md says of each trap which test proves that it is none here, or that it is not supported.

const root = resolve(import.meta.dirname, '..');
const rows = readFileSync(resolve(root, 'docs/traps.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| what goes wrong'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| |\s*\|$/g, '').trim()));

it.each(rows)('%s', (_trap, answer = '', proof = '') => {
  const cited = [...proof.matchAll(/`([^`]+)` "([^"]+)"/g)];
  if (answer.startsWith('not supported')) expect(answer.length).toBeGreaterThan('not supported: '.length);
  else expect(cited.length).toBeGreaterThan(0);
  for (const [, file = '', title = ''] of cited) {
    expect(existsSync(resolve(root, file)), file).toBe(true);
    expect(readFileSync(resolve(root, file), 'utf8')).toContain(title);
  }
});

it('every trap has its row', () => {
  expect(rows.length).toBeGreaterThanOrEqual(25);
});
