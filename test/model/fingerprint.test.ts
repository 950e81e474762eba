import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../src/model/fingerprint.js';

const host = {
  platform: 'linux',
  kernel: '6.1.0-42-amd64',
  cpuModel: 'Example CPU @ 2.20GHz',
  coreCount: 4,
  memoryBytes: 16_742_000_000,
  nodeVersion: 'v20.20.2',
};
const load = { connections: 10, ratePerSecond: 'auto', pinned: false } as const;
const about = { host, databaseKind: 'mongod', scenarioName: 'browsing', profileName: 'standard', load } as const;

describe('the fingerprint', () => {
  it('is one line that can be read', () => {
    expect(fingerprintOf(about)).toBe(
      'linux 6.1, 4 x Example CPU @ 2.20GHz, 16 GiB, Node 20.20, database mongod, scenario browsing, profile standard, 10 connections, rate auto, not pinned',
    );
  });

  it.each([
    ['a patched kernel', { host: { ...host, kernel: '6.1.9-43-amd64' } }],
    ['a patched Node', { host: { ...host, nodeVersion: 'v20.20.7' } }],
    ['memory that the kernel keeps back', { host: { ...host, memoryBytes: 16_900_000_000 } }],
  ])('stays the same with %s', (_, change) => {
    expect(fingerprintOf({ ...about, ...change })).toBe(fingerprintOf(about));
  });

  it.each([
    ['another kernel', { host: { ...host, kernel: '6.12.1' } }],
    ['another CPU', { host: { ...host, cpuModel: 'Other CPU' } }],
    ['fewer cores', { host: { ...host, coreCount: 2 } }],
    ['less memory', { host: { ...host, memoryBytes: 8_000_000_000 } }],
    ['another Node', { host: { ...host, nodeVersion: 'v22.1.0' } }],
    ['another database', { databaseKind: 'embedded' as const }],
    ['no database', { databaseKind: undefined }],
    ['another scenario', { scenarioName: 'health' }],
    ['another profile', { profileName: 'deep' as const }],
    ['more connections', { load: { ...load, connections: 50 } }],
    ['another rate', { load: { ...load, ratePerSecond: 100 } }],
    ['pinned cores', { load: { ...load, pinned: true } }],
  ])('is another with %s', (_, change) => {
    expect(fingerprintOf({ ...about, ...change })).not.toBe(fingerprintOf(about));
  });
});
