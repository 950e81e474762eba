import { expect, it } from 'vitest';
import { settingsOf } from '../../../src/report/select/settings.js';

const arm = (name: string, setting: string, env: Readonly<Record<string, string>> = {}) => ({
  ...{ name, setting, env: { OPTIMIZATIONS: setting, ...env }, nodeArguments: [] },
});
const switches = { env: 'OPTIMIZATIONS', names: ['health-cache', 'routes-lazy'], settings: ['before', 'after'] };

it('are told where the arms differ, and counted where they do not', () => {
  expect(settingsOf([arm('before', 'before'), arm('mine', 'before,health-cache=after', { A: '1' })], switches)).toEqual(
    {
      armNames: ['before', 'mine'],
      rows: [
        { kind: 'switch', name: 'health-cache', values: ['before', 'after'] },
        { kind: 'variable', name: 'A', values: [undefined, '1'] },
      ],
      alike: 1,
    },
  );
});

it('are settings and arguments of a server without switches', () => {
  const slow = { ...arm('slow', 'slow'), env: {}, nodeArguments: ['--import', './delay.mjs'] };
  const fast = { ...arm('fast', 'fast'), env: {} };
  expect(settingsOf([slow, fast], undefined).rows).toEqual([
    { kind: 'setting', name: '', values: ['slow', 'fast'] },
    { kind: 'arguments', name: '', values: ['--import ./delay.mjs', undefined] },
  ]);
});
