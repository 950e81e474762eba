import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/model/record.js';
import { makeFolder } from '../../../src/run/store/make-folder.js';
import { RecordStore } from '../../../src/run/store/store.js';

const keeper = fileURLToPath(new URL('../fixtures/keeps-a-store.mjs', import.meta.url));
const compiled = new URL('../../../dist/src/run/store/store.js', import.meta.url).href;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A record of about so many bytes. */
const record = (runId: string, bytes = 0) =>
  ({ schemaVersion: 2, runId, warnings: ['x'.repeat(bytes)] }) as unknown as RunRecord;

/** Another process with a store in the folder, under a limit of the size of its files, in KiB. */
function keep(argument = '', fileLimit = 'unlimited') {
  const args = ['-c', `ulimit -f ${fileLimit}; exec "$0" "$@"`, process.execPath, keeper, compiled, folder, argument];
  return spawn('bash', args, { stdio: ['pipe', 'pipe', 'inherit'] });
}

const saved = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

const firstWords = async (child: ReturnType<typeof keep>) => String((await once(child.stdout, 'data'))[0]).trim();

describe('the folder of a run', () => {
  it("is one run's own for as long as that lasts", async () => {
    const other = keep();
    expect(await firstWords(other)).toBe('open');
    expect(() => RecordStore.open(folder)).toThrow(
      expect.objectContaining({ fault: { kind: 'in-use', folder, holderPid: other.pid } }),
    );
    other.stdin.end();
    await once(other, 'exit');
    RecordStore.open(folder).close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken over from a run that was killed', async () => {
    const other = keep();
    await firstWords(other);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(existsSync(join(folder, 'lock'))).toBe(true);
    RecordStore.open(folder).close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["whose process id is another's by now", JSON.stringify({ pid: process.pid, startTicks: 1 })],
    ['that was cut while it was written', '{"pid":'],
  ])('is taken over from a lock %s', (_name, lock) => {
    writeFileSync(join(folder, 'lock'), lock);
    RecordStore.open(folder).close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes to one of many that come at once, also when a dead one had it', async () => {
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: 2 ** 22 + 1 }));
    const others = Array.from({ length: 6 }, () => keep());
    const words = await Promise.all(others.map(firstWords));
    for (const other of others) other.kill();
    expect(words.filter((word) => word === 'open')).toHaveLength(1);
    expect(words.filter((word) => /^StoreError: \{"kind":"in-use"/.test(word))).toHaveLength(5);
  });
});

describe('a record', () => {
  it('that finds the disk full leaves the last whole one, and names the file and the remedy', async () => {
    const other = keep('save', '300');
    const [said] = await Promise.all([firstWords(other), once(other, 'exit')]);
    const fault = { kind: 'unwritable', path: join(folder, 'record.json'), error: 'EFBIG', full: true };
    expect(said).toBe(`StoreError: ${JSON.stringify(fault)}`);
    expect(saved(join(folder, 'record.json')).runId).toBe('small');
    expect(readdirSync(folder)).toEqual(['record.json']);
  });

  it('is written whole', () => {
    const store = RecordStore.open(folder);
    store.save(record('first', 1000));
    store.save(record('second'));
    expect(saved(store.recordPath)).toEqual(record('second'));
    expect(readFileSync(store.write('report.md', 'a report'), 'utf8')).toBe('a report');
    store.close();
    expect(readdirSync(folder).toSorted()).toEqual(['record.json', 'report.md']);
  });
});

describe('making a folder', () => {
  it('makes those above it', () => {
    makeFolder(join(folder, 'a', 'b', 'c'));
    makeFolder(join(folder, 'a', 'b', 'c'));
    expect(existsSync(join(folder, 'a', 'b', 'c'))).toBe(true);
  });

  it.each([
    ['below /proc', () => '/proc/nope/x', 'ENOENT'],
    ['below a file', () => join(keeper, 'x', 'y'), 'ENOTDIR'],
    ['where a file is', () => keeper, 'EEXIST'],
  ])('%s ends with an error', (_name, path, code) => {
    expect(() => makeFolder(path())).toThrow(expect.objectContaining({ code }));
  });
});
