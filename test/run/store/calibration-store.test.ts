import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CalibrationStore } from '../../../src/run/store/calibration-store.js';
import type { StoreError } from '../../../src/run/store/store-error.js';
import { calibrate } from '../../../src/stats/calibration.js';
import { madeRecord, madeRounds, madeTrial, wobble } from '../../stats/made-record.js';

const made = calibrate(
  madeRecord(madeRounds(16, (i) => [madeTrial('before'), madeTrial('after', { cpu: 1 + wobble(i, 0.1) })])),
);
const calibration = { ...made, databaseKind: 'embedded' as const };
const { host } = calibration;

let folder: string;
let store: CalibrationStore;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'lotus-test-')), 'calibrations');
  store = new CalibrationStore(folder);
  store.prepare();
});

afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

describe('a folder of calibrations', () => {
  it('gives back what was saved for this machine, database, scenario and profile', () => {
    const path = store.save(calibration);
    expect(store.find(calibration)).toEqual(calibration);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^made-standard-[0-9a-f]{12}\.json$/)]);
    expect(join(folder, readdirSync(folder)[0] ?? '')).toBe(path);
  });

  it.each([
    ['machine', { host: { ...host, cpuModel: 'another' } }],
    ['Node', { host: { ...host, nodeVersion: 'v22.0.0' } }],
    ['database', { databaseKind: 'mongod' as const }],
    ['scenario', { scenarioName: 'another' }],
    ['profile', { profileName: 'deep' as const }],
  ])('never gives out that of another %s, not even from a file that was copied to its name', (_, change) => {
    const other = { ...calibration, ...change };
    const path = store.save(calibration);
    expect(store.find(other)).toBeUndefined();
    const otherPath = store.save(other);
    expect(otherPath).not.toBe(path);
    copyFileSync(path, otherPath);
    expect(store.find(other)).toBeUndefined();
  });

  it('keeps the last one, whole, and nothing beside it', () => {
    store.save(calibration);
    store.save({ ...calibration, runId: 'later' });
    expect(store.find(calibration)?.runId).toBe('later');
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('keeps one that refused, with its metrics', () => {
    store.save({ ...calibration, biasedMetrics: ['rssBytes'] });
    expect(store.find(calibration)?.biasedMetrics).toEqual(['rssBytes']);
  });

  it('passes over one of another version of lotus-bench', () => {
    const path = store.save(calibration);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"schemaVersion": 4', '"schemaVersion": 3'));
    expect(store.find(calibration)).toBeUndefined();
  });

  it('names a file that cannot be read', () => {
    const path = store.save(calibration);
    const faultOf = (content: string) => {
      writeFileSync(path, content);
      try {
        return store.find(calibration);
      } catch (error) {
        return (error as StoreError).fault;
      }
    };
    const whole = readFileSync(path, 'utf8');
    expect(faultOf(whole.slice(0, 99))).toMatchObject({ kind: 'unreadable', path });
    expect(faultOf(whole.replace('"roundsUsed"', '"rounds"'))).toMatchObject({ kind: 'unreadable', path });
    expect(faultOf(whole)).toEqual(calibration);
  });

  it('finds nothing where there is no folder', () => {
    expect(new CalibrationStore(join(folder, 'nowhere')).find(calibration)).toBeUndefined();
  });
});
